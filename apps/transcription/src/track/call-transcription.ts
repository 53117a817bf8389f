import type { AudioFrame, CallId, ErrorCode, EventData } from '@earshot/contracts';
import type { Clock, Logger, TranscriptProgress } from '@earshot/ports';
import type { EngineChoice } from '../engine/engine-choice.js';
import type { CallPublisher } from '../publish/call-publisher.js';
import { completeCall } from '../publish/complete-call.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';
import type { CallSpeakers } from './call-speakers.js';
import type { ReceivedAudio } from './received-audio.js';
import type { TrackTranscription } from './track-transcription.js';

/**
 * `idle`: completed because no audio came for too long; the call may come back. `drained`: left to another owner.
 * `taken-over`: another owner took it. `lost`: the bus gave its partition to another process.
 */
export type CallOutcome = 'completed' | 'idle' | 'drained' | 'taken-over' | 'lost';

/** The effects of messages that came here before another owner took the call. */
export interface KeptRemainder {
  /** Changes by messages. They may not be saved yet. */
  readonly changes: Partial<TranscriptProgress>;
  /** Where the call ends, if it was closed. */
  readonly endSample: number | null;
  /** Acknowledge the messages whose changes are not saved. */
  readonly unsavedMessages: readonly (() => void)[];
}

/** Everything that this process kept of a call that another owner took. */
export interface CallRemainder extends KeptRemainder {
  readonly progress: TranscriptProgress;
  readonly audio: ReceivedAudio;
}

export interface CallTranscriptionOptions {
  readonly callId: CallId;
  readonly speakers: CallSpeakers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: TranscriptionMetrics;
  /** How long a drain may take. */
  readonly drainMs: number;
  /** Whether recorded audio without words is requested when the call is over. */
  readonly requestsBackfill: boolean;
  /** Undefined if this process did not have the call before. */
  readonly remainder: KeptRemainder | undefined;
}

/** One live call of one owner, from its first message to its completed transcript. */
export class CallTranscription {
  /** Resolves when this owner is done with the call. */
  readonly done: Promise<CallOutcome>;
  /** Wall clock of the last audio or control message. */
  lastMessageAtMs: number;
  private endSample: number | null = null;
  private outcome: CallOutcome | null = null;
  private isCheckingIdle = false;
  /** Changes by messages that this process received. */
  private changes: Partial<TranscriptProgress>;
  /** Acknowledge the messages whose changes are not saved. */
  private readonly unsavedMessages: Set<() => void>;
  private readonly refusedCodes = new Set<ErrorCode>();

  constructor(
    private readonly audio: ReceivedAudio,
    private readonly tracks: readonly TrackTranscription[],
    private readonly publisher: CallPublisher,
    private readonly choice: EngineChoice,
    private readonly options: CallTranscriptionOptions,
  ) {
    this.lastMessageAtMs = options.clock.nowMs();
    void publisher.takenOver.then(() => this.letGo('taken-over'));
    const { requestedEngine, script, language } = publisher.publishedProgress;
    choice.request(requestedEngine, script, language);
    const { unsavedMessages = [], changes = {}, endSample = null } = options.remainder ?? {};
    this.unsavedMessages = new Set(unsavedMessages);
    this.changes = changes;
    void publisher.save().then((isSaved) => {
      if (isSaved) for (const acknowledge of unsavedMessages) this.acknowledgeSaved(acknowledge);
    });
    this.done = this.waitUntilOver();
    if (endSample !== null) this.end(endSample, 'completed');
  }

  get isOpen(): boolean {
    return this.outcome === null;
  }

  /** Whether more messages of the call may come here after this owner is done with it. */
  get mayContinue(): boolean {
    return this.outcome === 'idle' || this.outcome === 'taken-over';
  }

  get isTakenOver(): boolean {
    return this.outcome === 'taken-over';
  }

  /** With it, this process continues the call if it takes the call back from another owner. */
  get remainder(): CallRemainder {
    return {
      progress: this.publisher.savedProgress,
      changes: this.changes,
      audio: this.audio,
      endSample: this.endSample,
      unsavedMessages: [...this.unsavedMessages],
    };
  }

  /** The stream begins or goes on. Its message is acknowledged when the choice of the engine is published and saved. */
  openStream(data: EventData<'stream.opened'>, acknowledge: () => void): void {
    const { requestedEngine, script } = data;
    // What was changed last may not be published yet.
    const language = data.language ?? this.choice.language;
    this.noteMessage();
    this.choice.request(requestedEngine, script, language);
    // The audio of a stream with another number of tracks is left out, so its participants have no words.
    if (data.tracks.length === this.options.speakers.trackCount) this.options.speakers.assignTracks(data);
    // The first start of a call decides whether it is recorded.
    const isRecorded = this.publisher.publishedProgress.isRecorded ?? data.isRecorded ?? true;
    this.saveChanges(
      { requestedEngine, script, language, isRecorded, assignments: this.neededAssignments() },
      acknowledge,
    );
  }

  /**
   * The call is in another language from here on. The engine's next session uses it: a session that runs is not cut off in the
   * middle of a word. The message is acknowledged when the language is saved.
   */
  changeStream({ language }: EventData<'stream.changed'>, acknowledge: () => void): void {
    this.noteMessage();
    if (language === undefined) return acknowledge();
    this.choice.changeLanguage(language);
    this.saveChanges({ language }, acknowledge);
  }

  /** Another participant is on a track. The message is acknowledged when the assignment is saved. */
  assignTrack(data: EventData<'track.assigned'>, acknowledge: () => void): void {
    this.noteMessage();
    if (data.track >= this.options.speakers.trackCount) return this.refuseAudio('AUDIO_FORMAT_CHANGED', acknowledge);
    this.options.speakers.assignTrack(data);
    this.saveChanges({ assignments: this.neededAssignments() }, acknowledge);
  }

  /** Resolves when the call can take more audio. */
  async receiveFrame(frame: AudioFrame, acknowledge: () => void): Promise<void> {
    this.noteMessage();
    const refusal = this.audio.refusalOf(frame);
    if (refusal !== null) return this.refuseAudio(refusal, acknowledge);
    const newMs = this.audio.addFrame(frame, acknowledge);
    if (newMs === 0) return;
    await Promise.all(this.tracks.map((track) => track.waitForRoom(newMs)));
    await this.publisher.waitForRoom();
  }

  /**
   * The audio of a span never arrived. A gap of some tracks is an empty span here: engines get the silence in its frames, because
   * one that is cut off at each lost packet loses words. Persistence takes the gap off what is transcribed.
   */
  receiveGap(data: EventData<'audio.gap-declared'>, acknowledge: () => void): void {
    this.noteMessage();
    if (data.sampleRateHz !== this.audio.sampleRateHz) this.refuseAudio('AUDIO_FORMAT_CHANGED', acknowledge);
    else this.audio.addGap(data, data.reason, acknowledge);
  }

  /** The call is over. The message is acknowledged when the completed transcript is saved. */
  closeStream(endSample: number, acknowledge: () => void): void {
    this.audio.addMessage(Infinity, acknowledge);
    this.end(endSample, 'completed');
  }

  /** No audio came for so long that the call counts as over, unless another owner has it. */
  async closeIdle(): Promise<void> {
    if (this.isCheckingIdle) return;
    this.isCheckingIdle = true;
    const { lastMessageAtMs } = this;
    const isOurs = await this.publisher.save();
    this.isCheckingIdle = false;
    if (isOurs && this.isOpen && this.lastMessageAtMs === lastMessageAtMs) this.end(this.audio.endSample, 'idle');
  }

  /**
   * Lets the call go without completing it. If the bus outlives the process (`handOver`), the next owner transcribes the
   * audio that the engines have not covered; else the engines transcribe as much of it as they can in the time allowed.
   */
  async drain(handOver: boolean): Promise<void> {
    const { clock, drainMs } = this.options;
    const halfMs = drainMs / 2;
    const letEnginesGo = () => {
      this.outcome = 'drained';
      for (const track of this.tracks)
        if (handOver) track.abandon();
        else track.drain(halfMs);
    };
    // A call that is being completed gets half of the time for it; engines get the other half.
    const cancelLetGo = clock.schedule(halfMs, letEnginesGo);
    const cancelStop = clock.schedule(drainMs, () => this.publisher.stop());
    if (this.outcome === null) letEnginesGo();
    await this.done;
    cancelLetGo();
    cancelStop();
  }

  /** Another process has the call: nothing more is published, saved or acknowledged here. */
  letGo(outcome: 'taken-over' | 'lost'): void {
    if (this.outcome === 'lost') return;
    this.outcome = outcome;
    this.publisher.stop();
    for (const track of this.tracks) track.abandon();
  }

  private end(endSample: number, outcome: 'completed' | 'idle'): void {
    if (this.outcome !== null) return;
    this.audio.declareHole(endSample);
    this.endSample = outcome === 'completed' ? endSample : null;
    this.outcome = outcome;
    this.audio.end();
  }

  private async waitUntilOver(): Promise<CallOutcome> {
    await Promise.all(this.tracks.map((track) => track.finished));
    await this.publisher.whenPublished();
    const { outcome } = this;
    if (outcome === 'completed' || outcome === 'idle') {
      const isSaved = await completeCall(this.publisher, {
        durationMs: this.audio.endMs,
        mayComeBack: outcome === 'idle',
        requestsBackfill: this.options.requestsBackfill,
      });
      if (isSaved) this.audio.acknowledgeAll();
    } else await this.publisher.save();
    return this.outcome ?? 'drained';
  }

  private neededAssignments(): TranscriptProgress['assignments'] {
    return this.options.speakers.keepNeeded(this.publisher.publishedProgress);
  }

  /** If another owner takes the call before the changes are saved, this process saves them when it has the call again. */
  private saveChanges(changes: Partial<TranscriptProgress>, acknowledge: () => void): void {
    this.changes = { ...this.changes, ...changes };
    this.unsavedMessages.add(acknowledge);
    this.publisher.saveWhenPublished(changes, () => this.acknowledgeSaved(acknowledge));
  }

  private acknowledgeSaved(acknowledge: () => void): void {
    this.unsavedMessages.delete(acknowledge);
    acknowledge();
  }

  private refuseAudio(code: ErrorCode, acknowledge: () => void): void {
    const { callId, logger, metrics } = this.options;
    metrics.frameRefused(code);
    acknowledge();
    if (this.refusedCodes.has(code)) return;
    this.refusedCodes.add(code);
    logger.warn({ callId, code }, 'audio that does not fit its call is left out');
    this.publisher.publishProblem(
      code,
      'Audio that does not fit the call (another rate, another number of tracks, an impossible position) was left out.',
    );
  }

  private noteMessage(): void {
    this.lastMessageAtMs = this.options.clock.nowMs();
  }
}
