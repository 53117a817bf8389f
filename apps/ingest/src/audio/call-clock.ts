import { bytesPerSample, type EventData } from '@earshot/contracts';
import { msToSamples, samplesToMs, silenceByte } from '@earshot/domain';
import type { KnownCall } from '@earshot/ports';
import type { CallEvents } from '../bus/call-events.js';
import type { CallOutbox } from '../bus/call-outbox.js';
import type { CallUpdate } from '../call/call-change.js';
import type { CallOpening } from '../call/call-hearing.js';
import type { AudioFormat } from '../call/call-start.js';
import type { PauseRequest, PauseState } from '../call/pause-state.js';
import type { CallPosition } from '../registry/locate-call.js';
import { AudioBlocks } from './audio-blocks.js';
import { joinTrackGaps, type DeclaredGap, type TrackGap } from './track-gap.js';

type GapReason = EventData<'audio.gap-declared'>['reason'];
type CloseReason = EventData<'stream.closed'>['reason'];

/** The store keeps starts in whole milliseconds. A stored start within this time may be the one that this process published. */
const START_PRECISION_MS = 1;

/** The time of a paused call is declared in pieces of this length, so that those who read the call see it go on. */
const DECLARE_PAUSE_MS = 1_000;
/** A gap of some tracks that goes on is declared in pieces of at least this length: a silent party would cost an event for each packet. */
const DECLARE_TRACK_GAP_MS = 1_000;
/** A shorter gap of all tracks is published as silence: engines that are cut off at each lost packet lose words. */
const LONGEST_FILLED_GAP_MS = 200;

/** The clock of one call, counted in samples. Every sample from its start to its end is published or declared as a gap. */
export class CallClock {
  private readonly blocks: AudioBlocks;
  private readonly sampleFrameBytes: number;
  private positionSample = 0;
  private nextSequence = 0;
  private lastAudioAtMs: number;
  private isAnnounced = false;
  private pause: PauseState = { isPaused: false, changedAtMs: 0 };
  /** Dropped audio of a paused call that is not declared yet. */
  private pausedSamples = 0;
  /** Declared when it is long enough, or when it is over. */
  private trackGap: TrackGap | null = null;
  /** The end of the last gap of all tracks: one that begins there continues it. */
  private gapEndSample = -1;

  constructor(
    private readonly format: AudioFormat,
    readonly startedAtMs: number,
    /** No call stays open for longer than this after its last audio. */
    private readonly longestAbsenceMs: number,
    private readonly events: CallEvents,
    private readonly outbox: CallOutbox,
  ) {
    this.blocks = new AudioBlocks(format);
    this.sampleFrameBytes = format.channelCount * bytesPerSample[format.codec];
    this.lastAudioAtMs = startedAtMs;
  }

  /** End of the call so far, milliseconds on its clock. Audio that waits for a full block counts. */
  get positionMs(): number {
    return samplesToMs(this.receivedSample, this.format.sampleRateHz);
  }

  /** How far this process published the call. */
  get published(): CallPosition {
    const { positionSample, nextSequence, lastAudioAtMs } = this;
    return { positionSample, nextSequence, lastAudioAtMs };
  }

  /** Whether the audio that comes now is dropped. */
  get isPaused(): boolean {
    return this.pause.isPaused;
  }

  /** Takes over what another process stored of a pause, unless this one knows something newer. */
  adoptPause(stored: PauseState | null): void {
    if (stored !== null && stored.changedAtMs > this.pause.changedAtMs) this.pause = stored;
  }

  /** Does what somebody asked for before the call came here, unless something newer is known. */
  adoptRequest(request: PauseState): void {
    if (request.changedAtMs > this.pause.changedAtMs) this.setPause(request, request.changedAtMs);
  }

  /** Pauses the call, or lets it go on, after the audio received so far. Nothing happens if it is so already. */
  setPause(request: PauseRequest, atMs: number): void {
    if (request.isPaused === this.pause.isPaused) return;
    this.flush();
    this.pause = { ...request, changedAtMs: Math.max(Math.round(atMs), this.pause.changedAtMs + 1) };
    this.outbox.push(this.events.pauseChanged(this.pause));
  }

  /** Counts audio of a paused call, which is dropped. */
  countPaused(bytes: number, atMs: number): void {
    this.lastAudioAtMs = atMs;
    this.pausedSamples += bytes / this.sampleFrameBytes;
    if (samplesToMs(this.pausedSamples, this.format.sampleRateHz) >= DECLARE_PAUSE_MS) this.flush();
  }

  /** Counts time of a paused call whose source sends nothing. */
  declarePaused(silentMs: number, atMs: number): void {
    this.lastAudioAtMs = atMs;
    this.declareMissing(silentMs, 'PAUSED');
  }

  /** Publishes the start of the call once. The call may turn out to continue: the store keeps the first start. */
  announceStart(startedAtMs = this.startedAtMs): void {
    if (this.isAnnounced) return;
    this.isAnnounced = true;
    this.outbox.push(this.events.callStarted(startedAtMs));
  }

  /** Another chain announced the start of the call: it waited, and begins here. */
  adoptAnnouncement(): void {
    this.isAnnounced = true;
  }

  /** The call is new, or started at `sinceMs` and none of its audio is stored: then its audio until now is declared as lost. */
  begin({ roster, terms }: CallOpening, sinceMs = this.startedAtMs): void {
    const isLate = sinceMs < this.startedAtMs - START_PRECISION_MS;
    this.announceStart(isLate ? sinceMs : this.startedAtMs);
    this.events.adoptTerms(terms);
    this.updateCall(roster.participants.map((participant) => ({ kind: 'joined', participant })));
    this.outbox.push(this.events.streamOpened(0, roster));
    if (!isLate) return;
    this.lastAudioAtMs = Math.max(sinceMs, this.startedAtMs - this.longestAbsenceMs);
    this.declareGapUntil(this.startedAtMs, 'FRAMES_LOST');
  }

  /**
   * Continues a call of another process at `atMs`, and declares the time that no process received as a gap. The length
   * compares that process's wall clock with ours, so it is bounded by `longestAbsenceMs`.
   */
  continueFrom(known: KnownCall, atMs: number, { roster, terms }: CallOpening): void {
    this.events.adoptTerms(terms);
    this.positionSample = known.positionSample;
    this.nextSequence = known.nextSequence;
    this.lastAudioAtMs = Math.max(known.lastAudioAtMs, atMs - this.longestAbsenceMs);
    this.declareGapUntil(atMs, 'CALL_MOVED');
    this.outbox.push(this.events.streamOpened(this.positionSample, roster));
  }

  receiveAudio(samples: Uint8Array, atMs: number): void {
    this.lastAudioAtMs = atMs;
    this.publish(this.blocks.push(samples));
    if (this.trackGap !== null && this.trackGap.toSample < this.positionSample) this.publishTrackGap();
  }

  /**
   * Publishes updates of the call. They count from the end of the audio received so far. Audio that waits for a full
   * block may follow them, because consumers go by the position and not by the order.
   */
  updateCall(updates: readonly CallUpdate[]): void {
    // Whoever stops recording must not get a block that began before, and holds audio from after.
    if (updates.some(({ kind }) => kind === 'stream-changed')) this.flush();
    this.outbox.push(...updates.map((update) => this.events.callUpdated(update, this.receivedSample)));
  }

  /** Declares audio that was dropped for lack of room as a gap. */
  declareDropped(bytes: number, atMs: number): void {
    this.lastAudioAtMs = atMs;
    this.declareMissing(samplesToMs(bytes / this.sampleFrameBytes, this.format.sampleRateHz), 'FRAMES_LOST');
  }

  /** Declares what the source itself says is missing, after the audio received so far. */
  declareGap({ samples, tracks, reason }: DeclaredGap, atMs: number): void {
    this.lastAudioAtMs = atMs;
    if (tracks !== undefined) return this.addTrackGap(tracks, samples, reason);
    const isContinued = this.gapEndSample === this.receivedSample;
    this.gapEndSample = this.receivedSample + samples;
    if (isContinued || samplesToMs(samples, this.format.sampleRateHz) > LONGEST_FILLED_GAP_MS) {
      this.flush();
      return this.declareSpan(samples, reason);
    }
    const { channelCount, codec } = this.format;
    this.addTrackGap([...Array(channelCount).keys()], samples, reason);
    this.publish(this.blocks.push(new Uint8Array(samples * this.sampleFrameBytes).fill(silenceByte(codec))));
  }

  /** Publishes audio that is too short for a block, and declares what was dropped of a paused call. */
  flush(): void {
    this.publish(this.blocks.flush());
    this.publishTrackGap();
    const samples = this.pausedSamples;
    this.pausedSamples = 0;
    this.declareSpan(samples, 'PAUSED');
  }

  /** Declares the wall-clock time since the last audio as missing. */
  declareGapUntil(atMs: number, reason: GapReason): void {
    this.flush();
    const missingMs = Math.max(0, atMs - this.lastAudioAtMs);
    this.lastAudioAtMs = atMs;
    this.declareMissing(missingMs, reason);
  }

  /** Declares this much of the call as missing, at the current position. */
  declareMissing(missingMs: number, reason: GapReason): void {
    this.flush();
    const samples = Math.round(msToSamples(missingMs, this.format.sampleRateHz));
    // Whatever else happens while a call is paused, nothing of that time would have been kept.
    this.declareSpan(samples, this.pause.isPaused ? 'PAUSED' : reason);
  }

  /** Says that no audio arrives and the call still waits for it. */
  announceSilence(isConnected: boolean): void {
    this.flush();
    this.outbox.push(this.events.streamSilent(this.lastAudioAtMs, isConnected));
  }

  /** Ends the call. Nothing may follow. */
  close(atMs: number, reason: CloseReason): void {
    this.flush();
    this.outbox.push(
      this.events.streamClosed(this.positionSample, reason),
      this.events.callEnded(atMs, this.positionMs, reason),
    );
  }

  /** End of the call so far, in samples. */
  private get receivedSample(): number {
    return this.positionSample + this.blocks.heldBytes / this.sampleFrameBytes + this.pausedSamples;
  }

  private addTrackGap(tracks: readonly number[], samples: number, reason: GapReason): void {
    const fromSample = this.receivedSample;
    const gap = { fromSample, toSample: fromSample + samples, tracks, reason };
    const joined = this.trackGap === null ? gap : joinTrackGaps(this.trackGap, gap);
    if (joined === null) this.flush();
    this.trackGap = joined ?? gap;
    const lengthMs = samplesToMs(this.trackGap.toSample - this.trackGap.fromSample, this.format.sampleRateHz);
    if (lengthMs >= DECLARE_TRACK_GAP_MS) this.flush();
  }

  /** The frames before it must be published already: otherwise consumers take them for lost. */
  private publishTrackGap(): void {
    const { trackGap } = this;
    this.trackGap = null;
    if (trackGap !== null) this.outbox.push(this.events.trackGap(trackGap));
  }

  private declareSpan(samples: number, reason: GapReason): void {
    if (samples === 0) return;
    const toSample = this.positionSample + samples;
    this.outbox.push(this.events.gap(this.positionSample, toSample, reason, this.lastAudioAtMs));
    this.positionSample = toSample;
  }

  private publish(blocks: readonly Uint8Array[]): void {
    for (const payload of blocks) {
      this.outbox.push(this.events.audioFrame(payload, this.published));
      this.nextSequence += 1;
      this.positionSample += payload.length / this.sampleFrameBytes;
    }
  }
}
