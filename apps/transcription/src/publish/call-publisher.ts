import { makeEvent, type ErrorCode, type EventData } from '@earshot/contracts';
import type { TranscriptSegment } from '@earshot/domain';
import type { TrackProgress, TranscriptProgress, UntranscribedSpan } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { CallProgress, SaveOutcome } from '../progress/call-progress.js';
import { movePosition } from '../progress/move-position.js';
import { WakeSignal } from '../wake-signal.js';
import { publishEvent, type PublishOptions } from './publish-event.js';
import { PublishQueue, type PublishStep } from './publish-queue.js';

type CoveredSpan = EventData<'transcript.covered'>;
type GapSpan = EventData<'transcript.gap'>;
type TranscriptEventType =
  | 'transcript.segment'
  | 'category.matched'
  | 'transcript.covered'
  | 'transcript.gap'
  | 'transcript.wordless'
  | 'transcript.engine-selected'
  | 'transcript.completed';

/** The audio of a call and the messages that brought it, kept until their words are saved as published. */
export interface RetainedAudio {
  /** Acknowledges the messages and forgets the audio before the saved positions. */
  release(saved: TranscriptProgress): void;
}

/** From this many waiting events on, the call's audio is held back. */
const CONGESTED_AT_EVENTS = 64;

/**
 * Publishes the transcript of one call, saves how far it is published, and acknowledges its audio: `publishStep`, then
 * `saveAndAcknowledge`.
 *
 * Events go out one after the other, so a covered span never overtakes its final. Each track has at most one final that
 * is published and not yet saved: the next owner gives that final the same id, so consumers replace it and do not double
 * it. The track's next final waits for the save; other tracks go on. Nothing is dropped, but a waiting partial is replaced
 * by its successor. `waitForRoom` holds the audio back while many events wait, so the queue is bounded.
 */
export class CallPublisher {
  private readonly queue = new PublishQueue();
  /** Saves that a track waits for before its next final, by track. */
  private readonly neededSaves = new Map<number, number>();
  private readonly queueChanged = new WakeSignal();
  private waitingForRoom: (() => void)[] = [];
  private running: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly bus: EventPublisher<'transcription'>,
    private readonly progress: CallProgress,
    private readonly audio: RetainedAudio,
    private readonly options: PublishOptions,
  ) {}

  get publishedProgress(): TranscriptProgress {
    return this.progress.published;
  }

  get savedProgress(): TranscriptProgress {
    return this.progress.saved;
  }

  get isCongested(): boolean {
    return !this.isStopped && this.queue.eventCount >= CONGESTED_AT_EVENTS;
  }

  /** Resolves when another owner took the call. */
  get takenOver(): Promise<void> {
    return this.progress.takenOver;
  }

  publishPartial(segment: TranscriptSegment): void {
    const { track, segmentId } = segment;
    this.queue.addPartial({
      events: [this.transcriptEvent('transcript.segment', segment)],
      track,
      partialOf: segmentId,
    });
    this.runSoon();
  }

  /** Publishes a final, then the span that it closes; `position` is where the track stands afterwards. */
  publishFinal(segment: TranscriptSegment, covered: CoveredSpan | null, position: TrackProgress): void {
    this.add({
      events: [
        this.transcriptEvent('transcript.segment', segment),
        ...(covered === null ? [] : [this.transcriptEvent('transcript.covered', covered)]),
      ],
      track: position.track,
      isFinal: true,
      movesIds: true,
      changes: (published) => movePosition(published, position),
    });
  }

  /** The engine's own rules matched a final that was published before. */
  publishCategory(match: EventData<'category.matched'>): void {
    this.add({ events: [this.transcriptEvent('category.matched', match)] });
  }

  /** The event comes before the one that covers its span. If it is published again after a takeover, the span counts once. */
  publishWordless(span: EventData<'transcript.wordless'>): void {
    this.add({ events: [this.transcriptEvent('transcript.wordless', span)], track: span.track });
  }

  publishCovered(covered: CoveredSpan, position: TrackProgress): void {
    this.add({
      events: [this.transcriptEvent('transcript.covered', covered)],
      track: position.track,
      changes: (published) => movePosition(published, position),
    });
  }

  /** `untranscribed`: the same span, if its audio was recorded and can be transcribed later. */
  publishGap(gap: GapSpan, position: TrackProgress, untranscribed?: UntranscribedSpan): void {
    this.add({
      events: [this.transcriptEvent('transcript.gap', gap)],
      track: position.track,
      movesIds: true,
      changes: (published) => movePosition(published, position, untranscribed),
    });
  }

  publishEngineSelected(engine: string | null, reason: string): void {
    const data = { engine: engine?.slice(0, 64) ?? null, reason: reason.slice(0, 512) };
    this.add({ events: [this.transcriptEvent('transcript.engine-selected', data)] });
  }

  publishCompleted(durationMs: number): void {
    this.add({ events: [this.transcriptEvent('transcript.completed', { durationMs })] });
  }

  /** Tells people that something went wrong with the call. `message` must not contain spoken words. */
  publishProblem(code: ErrorCode, message: string): void {
    const data = { stage: 'transcription' as const, code: code.slice(0, 64), message: message.slice(0, 512) };
    this.add({ events: [() => this.bus.emit('calls.lifecycle', 'processing.failed', this.options.callId, data)] });
  }

  /** Requests that recorded spans be transcribed. Two requests with the same id count as one. */
  requestTranscription(id: string, data: EventData<'transcription.requested'>): void {
    const { callId, clock } = this.options;
    const event = makeEvent('transcription.requested', callId, data, { id, occurredAtMs: clock.nowMs() });
    this.add({ events: [() => this.bus.publish('calls.lifecycle', event)] });
  }

  /** When everything so far is published: saves changes, then acknowledges the message that brought them. */
  saveWhenPublished(changes: Partial<TranscriptProgress>, acknowledge: () => void): void {
    this.add({ events: [], changes: () => changes, acknowledge });
  }

  /** Saves at once; without changes it asks whether this process still owns the call. Resolves true when saved. */
  async save(changes: Partial<TranscriptProgress> = {}): Promise<boolean> {
    return (await this.saveAndAcknowledge({ events: [], changes: () => changes })) === 'saved';
  }

  /** Resolves at once while few events wait, else when few wait again. */
  async waitForRoom(): Promise<void> {
    if (this.isCongested) await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
  }

  /** Resolves when everything so far is published. */
  async whenPublished(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  /** Publishes, saves and acknowledges nothing more: another owner has the call and its audio. */
  stop(): void {
    this.stopPublishing();
    this.progress.close();
  }

  private stopPublishing(): void {
    this.stopping.abort();
    this.queue.clear();
    this.queueChanged.notify();
    this.makeRoom();
  }

  private add(step: PublishStep): void {
    this.queue.add(step);
    this.runSoon();
  }

  private runSoon(): void {
    if (this.isStopped) return this.queue.clear();
    this.running ??= this.run().finally(() => (this.running = null));
    this.queueChanged.notify();
  }

  private async run(): Promise<void> {
    // `running` is set before the first step is done.
    await Promise.resolve();
    while (!this.queue.isEmpty) {
      const step = this.queue.takeNext((track) => (this.neededSaves.get(track) ?? 0) > 0);
      // Every track that has something to publish waits until its last final is saved.
      if (step === undefined) await this.queueChanged.wait();
      else await this.publishStep(step);
      if (!this.isCongested) this.makeRoom();
    }
  }

  /**
   * 1. Publish. While the bus does not take an event, the call waits, and publishes the same event again after a pause. An
   * event that the bus refuses for good counts as published, or the call would wait for ever. When the bus is closed or
   * the call was let go, nothing is saved: the next owner gets the audio again.
   */
  private async publishStep(step: PublishStep): Promise<void> {
    if (step.movesIds === true) this.changeNeededSaves(step, 1);
    for (const publish of step.events) {
      const outcome = await publishEvent(publish, this.options, this.stopping.signal);
      if (outcome === 'BUS_CLOSED') this.stopPublishing();
      if (this.isStopped) return;
    }
    if (step.changes !== undefined) void this.saveAndAcknowledge(step);
  }

  /**
   * 2. Save how far the call is published, once the bus says that this is durable. While the store is unavailable,
   * `ProgressSaver` tries again and the track's next final waits. If another owner took the call, nothing is acknowledged:
   * that owner needs the audio.
   * 3. Acknowledge the audio messages up to the saved positions.
   */
  private async saveAndAcknowledge(step: PublishStep): Promise<SaveOutcome> {
    const outcome = await this.progress.save(step.changes?.(this.progress.published));
    if (outcome === 'taken-over') this.stop();
    if (outcome !== 'saved') return outcome;
    if (step.movesIds === true) this.changeNeededSaves(step, -1);
    this.audio.release(this.progress.saved);
    step.acknowledge?.();
    this.queueChanged.notify();
    return outcome;
  }

  private makeRoom(): void {
    for (const resume of this.waitingForRoom.splice(0)) resume();
  }

  private changeNeededSaves({ track }: PublishStep, by: 1 | -1): void {
    if (track !== undefined) this.neededSaves.set(track, (this.neededSaves.get(track) ?? 0) + by);
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private transcriptEvent<T extends TranscriptEventType>(type: T, data: EventData<T>): () => Promise<void> {
    return () => this.bus.emit('calls.transcript', type, this.options.callId, data as never);
  }
}
