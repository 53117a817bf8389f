import { bytesPerSample, MAX_PARTICIPANTS, MAX_TRACKS, type EventData } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { Clock, KnownCall } from '@earshot/ports';
import { FACTS_BYTES, GAP_BYTES, ROSTER_CHANGE_BYTES } from '../bus/outgoing-event.js';
import type { DeclaredGap } from '../audio/track-gap.js';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { ByteBudget } from '../limits/byte-budget.js';
import { CallBuffer } from '../limits/call-buffer.js';
import { CallPace, type PaceLimits } from '../limits/call-pace.js';
import { ChangeRate } from '../limits/change-rate.js';
import { ReadGate } from '../limits/read-gate.js';
import type { CallPosition } from '../registry/locate-call.js';
import type { BuildCallChain, CallChain } from './build-call-chain.js';
import type { AudioReader } from './call-client.js';
import type { CallOpening } from './call-hearing.js';
import { ingestProblem, type CallProblem } from './call-problems.js';
import type { CallUpdate } from './call-change.js';
import type { PauseRequest, PauseState } from './pause-state.js';
import { toAudioMs, type CallStart } from './call-start.js';

/** All participants leave and others come, and every track changes hands. */
const MOST_CHANGES = MAX_PARTICIPANTS + MAX_TRACKS;

/** A call without audio for this long says so, and says it again after as long. */
const ANNOUNCE_SILENCE_MS = 10_000;

/** What limits the calls of this process. */
export interface CallLimits {
  readonly budget: ByteBudget;
  readonly pace: PaceLimits;
}

/**
 * One call's audio and events on their way to the bus, within the limits of the call. While it is not known whether the
 * call continues from an earlier process, its inputs are held in order.
 */
export class CallPipeline {
  private readonly buffer: CallBuffer;
  private chain: CallChain;
  /** Of the chain that announced a call which waits for its start. */
  private announcement: CallChain | null = null;
  private isWaiting = false;
  /** What somebody asked for while the call waited. */
  private waitingPause: PauseRequest | null = null;
  private readonly changeRate: ChangeRate;
  private readonly gate = new ReadGate();
  private pace: CallPace;
  private cancelPace = () => {};
  /** The clock of the call: that of its recording if it has one. */
  private readonly clock: Clock;
  /** By the wall clock: a recording may wait, and others must know that its call goes on. */
  private lastAudioAtMs: number;
  private announcedSilenceAtMs = 0;
  /** Audio dropped for lack of room since the last audio that was taken. */
  private dropped: { bytes: number } | null = null;

  constructor(
    private readonly start: CallStart,
    private readonly limits: CallLimits,
    private readonly buildChain: BuildCallChain,
    private readonly wallClock: Clock,
    private readonly telemetry: IngestTelemetry<'bytesLost'>,
  ) {
    const clock = (this.clock = start.recordedClock ?? wallClock);
    this.buffer = new CallBuffer(limits.budget, {
      pauseReading: () => this.pauseReading(),
      resumeReading: () => this.resumeReading(),
    });
    this.chain = buildChain(start, this.buffer);
    this.lastAudioAtMs = wallClock.nowMs();
    this.pace = new CallPace(limits.pace, clock.nowMs());
    this.changeRate = new ChangeRate(clock.nowMs());
  }

  /** Whether the call's position on its clock is known. */
  get isPlaced(): boolean {
    return this.chain.inputs.isReleased;
  }

  /** Position on the call clock, milliseconds. Valid only when the call is placed. */
  get positionMs(): number {
    return this.chain.callClock.positionMs;
  }

  /** Whether the audio that comes now is dropped. Valid only when the call is placed. */
  get isPaused(): boolean {
    return this.chain.callClock.isPaused;
  }

  /** How far this process published the call. Valid only when the call is placed. */
  get published(): CallPosition {
    return this.chain.callClock.published;
  }

  get startedAtMs(): number {
    return this.chain.callClock.startedAtMs;
  }

  /** Keeps views of `samples` until the bus has them. */
  receiveAudio(samples: Uint8Array): void {
    if (this.isWaiting) return;
    if (!this.buffer.hasRoomFor(samples.length)) return this.dropAudio(samples.length);
    const nowMs = this.clock.nowMs();
    this.dropped = null;
    this.lastAudioAtMs = this.wallClock.nowMs();
    this.chain.inputs.put(samples.length, (stallDetector) => stallDetector.receiveAudio(samples, nowMs));
    this.buffer.pauseReadingIfFull();
    this.keepPace(toAudioMs(this.start.format, samples.length), nowMs);
  }

  /** The source knows that a part of the call is missing after the audio received until now. */
  declareGap(gap: DeclaredGap): void {
    if (this.isWaiting) return;
    const { sampleRateHz, channelCount, codec } = this.start.format;
    const nowMs = this.clock.nowMs();
    const isOfSome = gap.tracks !== undefined;
    if (!this.buffer.hasRoomFor(GAP_BYTES)) {
      // Without room, the audio that a gap of some tracks is about is dropped, too.
      if (!isOfSome) this.declareDropped(gap.samples * channelCount * bytesPerSample[codec]);
      return;
    }
    this.chain.inputs.put(0, (stallDetector) => stallDetector.declareGap(gap, nowMs));
    this.buffer.pauseReadingIfFull();
    if (!isOfSome) this.keepPace(samplesToMs(gap.samples, sampleRateHz), nowMs);
  }

  /** Whether there is room for the events of a whole new roster. */
  get hasRoomForRoster(): boolean {
    return this.buffer.hasRoomFor(MOST_CHANGES * ROSTER_CHANGE_BYTES);
  }

  /** Whether the source may change something about the call now. Each true answer counts as one change. */
  takeChange(): boolean {
    return this.hasRoomForRoster && this.changeRate.take(this.clock.nowMs());
  }

  /** The call changes after the audio received until now. A call that waits begins with what its session knows then. */
  updateCall(updates: readonly CallUpdate[]): void {
    const wanted = this.isWaiting ? updates.filter(({ kind }) => kind === 'facts-changed') : updates;
    if (wanted.length === 0) return;
    const bytes = wanted.reduce((sum, update) => sum + bytesOfUpdate(update), 0);
    this.chain.inputs.put(bytes, (stallDetector) => stallDetector.updateCall(wanted, bytes));
    this.buffer.pauseReadingIfFull();
  }

  /** Pauses the call, or lets it go on, after the audio received until now. */
  setPause(request: PauseRequest): void {
    if (this.isWaiting) return void (this.waitingPause = request);
    const nowMs = this.clock.nowMs();
    this.chain.inputs.put(0, (stallDetector) => stallDetector.setPause(request, nowMs));
  }

  /** What another process stored of a pause. The inputs stay held. */
  adoptPause(stored: PauseState | null): void {
    this.chain.callClock.adoptPause(stored);
  }

  /** Somebody asked for this before the call came here. The inputs stay held. */
  adoptRequest(request: PauseState): void {
    this.chain.callClock.adoptRequest(request);
  }

  /** Counts the time of a paused call whose source sends nothing. Call it about once a second. */
  fillPause(): void {
    if (this.isPlaced) this.chain.stallDetector.fillPause(this.clock.nowMs());
  }

  reportProblem(problem: CallProblem): void {
    this.chain.problems.report(problem);
  }

  /**
   * Publishes that the call started, while its audio still waits in memory for its position. If this process dies before that,
   * the next one finds the start and declares the audio since then as lost.
   */
  announceStart(): void {
    this.chain.callClock.announceStart();
  }

  /** The call begins here. The audio from `sinceMs` until now is lost. The inputs stay held. */
  begin(opening: CallOpening, sinceMs?: number): void {
    this.chain.callClock.begin(opening, sinceMs);
  }

  /** The call is known from now on, and none of its audio is kept. */
  wait(): void {
    this.isWaiting = true;
    this.announceStart();
    this.chain.inputs.discard();
  }

  /** A call that waited begins now: its clock counts from here. */
  beginWaiting(opening: CallOpening): void {
    this.isWaiting = false;
    this.announcement = this.chain;
    this.chain = this.buildChain(this.start, this.buffer);
    const nowMs = this.clock.nowMs();
    this.lastAudioAtMs = this.wallClock.nowMs();
    this.pace = new CallPace(this.limits.pace, nowMs);
    this.chain.callClock.adoptAnnouncement();
    this.begin(opening);
    this.releaseInputs();
    this.updateCall([{ kind: 'facts-changed', change: { processingStartedAtMs: Math.round(this.startedAtMs) } }]);
    if (this.waitingPause !== null) this.setPause(this.waitingPause);
  }

  /** The call continues at the position of `known`; the time until `atMs` is a gap. The inputs stay held. */
  continueFrom(known: KnownCall, atMs: number, opening: CallOpening): void {
    this.isWaiting = false;
    this.chain.callClock.continueFrom(known, atMs, opening);
  }

  /** Another process may have moved the call's position: holds inputs from now on. */
  holdInputs(): void {
    this.chain.inputs.hold();
  }

  releaseInputs(): void {
    this.chain.inputs.release();
    this.buffer.resumeReadingIfDrained();
  }

  /** The call is not ours, or was never accepted. */
  discardInputs(): void {
    this.chain.inputs.discard();
  }

  /** This client brings the audio from now on. It is paused at once if the call holds too much. */
  connect(client: AudioReader): void {
    this.gate.connect(client);
    this.buffer.pauseReadingIfFull();
  }

  disconnect(): void {
    this.gate.disconnect();
    this.buffer.forgetPause();
  }

  /** The connection is lost, and the call waits for its source: publishes audio that waits for more, and says so. */
  announceLoss(): void {
    this.chain.inputs.put(0, (stallDetector) => stallDetector.announceSilence(false));
  }

  /**
   * Says that a connected source sends no audio, if it has been silent for long. Call it about once a second. A call whose events
   * still wait for the bus says nothing: they show that it is alive.
   */
  announceLongSilence(): void {
    const nowMs = this.wallClock.nowMs();
    const silentMs = nowMs - Math.max(this.lastAudioAtMs, this.announcedSilenceAtMs);
    if (silentMs < ANNOUNCE_SILENCE_MS || !this.isPlaced || !this.chain.outbox.isEmpty) return;
    this.announcedSilenceAtMs = nowMs;
    this.chain.inputs.put(0, (stallDetector) => stallDetector.announceSilence(true));
  }

  /** Another client continues the call; the time since the last audio is a gap. */
  resumeAfterLoss(atMs: number, reason: EventData<'audio.gap-declared'>['reason']): void {
    if (this.isWaiting) return;
    this.chain.inputs.put(0, (stallDetector) => stallDetector.resumeAfterLoss(atMs, reason));
  }

  /** Publishes the end of the call. `onClosed` gets the promise of whether the bus has all of the call. */
  close(
    reason: 'ENDED' | 'INTERRUPTED',
    endedAtMs: number | undefined,
    onClosed: (isPublished: Promise<boolean>) => void,
  ): void {
    const atMs = Math.min(this.clock.nowMs(), endedAtMs ?? Infinity);
    this.chain.inputs.put(0, (stallDetector) => {
      stallDetector.close(atMs, reason);
      if (reason === 'INTERRUPTED') this.reportProblem(ingestProblem('CONNECTION_LOST'));
      onClosed(this.chain.outbox.whenEmpty());
    });
  }

  /** Resolves when the bus has everything received until now. */
  async publishReceived(): Promise<void> {
    const { inputs, stallDetector, outbox } = this.chain;
    await inputs.whenReleased();
    stallDetector.flush();
    await Promise.all([outbox.whenEmpty(), this.announcement?.outbox.whenEmpty()]);
  }

  /** Discards everything that could not be published in time. */
  abandon(): void {
    const { inputs, outbox } = this.chain;
    const { bytes } = inputs;
    if (bytes > 0) {
      this.telemetry.metrics.bytesLost.add(bytes);
      this.telemetry.logger.error(
        { callId: this.start.callId, bytes },
        'the registry did not answer in time; the held audio of a call is lost',
      );
    }
    inputs.discard();
    outbox.stop();
    this.announcement?.outbox.stop();
  }

  private dropAudio(bytes: number): void {
    this.telemetry.metrics.bytesLost.add(bytes);
    this.declareDropped(bytes);
  }

  private declareDropped(bytes: number): void {
    // A client that keeps sending would otherwise fill the held inputs with one entry for each frame.
    if (this.dropped !== null && !this.chain.inputs.isReleased) return void (this.dropped.bytes += bytes);
    const dropped = (this.dropped = { bytes });
    const nowMs = this.clock.nowMs();
    this.chain.inputs.put(0, (stallDetector) => stallDetector.dropAudio(dropped.bytes, nowMs));
    this.buffer.pauseReadingIfFull();
  }

  /** Stops reading for a while if the audio comes too fast. It waits at the client, and nothing is lost. */
  private keepPace(durationMs: number, nowMs: number): void {
    const waitMs = this.pace.take(durationMs, nowMs);
    if (waitMs === 0) return;
    this.cancelPace();
    this.chain.inputs.put(0, (stallDetector) => stallDetector.excuseSlowBurst());
    this.gate.pause('PACE');
    this.cancelPace = this.clock.schedule(waitMs, () => this.gate.resume('PACE'));
  }

  private pauseReading(): void {
    // We stop reading the socket, so the silence that follows is not a stall.
    this.chain.inputs.put(0, (stallDetector) => stallDetector.excuseSilence());
    this.gate.pause('BUFFER');
  }

  private resumeReading(): void {
    this.chain.stallDetector.excuseSilence();
    this.gate.resume('BUFFER');
  }
}

const bytesOfUpdate = ({ kind }: CallUpdate): number => (kind === 'facts-changed' ? FACTS_BYTES : ROSTER_CHANGE_BYTES);
