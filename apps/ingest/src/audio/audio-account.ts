import { bytesPerSample } from '@earshot/contracts';
import { toAudioMs, type AudioFormat } from '../call/call-start.js';

/** A pause of less is the ordinary jitter of a network. */
const SHORTEST_PAUSE_MS = 300;
/** The lag at the end of a stretch of this length is compared with the stretch before. */
const STRETCH_MS = 10_000;
/** Two clocks differ by less. A lag that changes faster does not come from them. */
const MAX_CLOCK_DRIFT = 0.02;
/** The first audio of a call may come this late; the call begins with it. */
const FIRST_AUDIO_MS = 1_000;

/**
 * Compares the audio of one call with the wall clock. The lag is the time since the call began, less its audio and its
 * declared gaps. It grows when audio is missing, falls when audio comes in a burst, and moves slowly when the clock of the
 * source runs a little fast or slow; that last part, the drift, is not missing audio.
 */
export class AudioAccount {
  private accountedMs = 0;
  private driftMs: number | null = null;
  /** A lag that we caused ourselves, because we did not read the socket. It falls as the audio arrives. */
  private excusedMs = 0;
  private mustExcuse = false;
  /** The next audio ends a silence that says nothing about the pace of the source. */
  private isInterrupted = false;
  private lastMs: number;
  private stretch: { readonly sinceMs: number; leastLagMs: number; hasPause: boolean };
  private leastLagBefore: number | null = null;

  constructor(
    private readonly format: AudioFormat,
    private readonly startedAtMs: number,
    /** Gets each piece of audio, and whether the call paused before it. */
    private readonly onAudio: (durationMs: number, atMs: number, isPause: boolean) => void = () => {},
  ) {
    this.lastMs = startedAtMs;
    this.stretch = { sinceMs: startedAtMs, leastLagMs: Infinity, hasPause: false };
  }

  /** When the last audio came, or the last declared gap ended. */
  get lastAtMs(): number {
    return this.lastMs;
  }

  /** Whether we do not read the socket, so that audio may wait in it. */
  get isExcused(): boolean {
    return this.mustExcuse;
  }

  toMs(bytes: number): number {
    return toAudioMs(this.format, bytes);
  }

  /** The bytes of this many samples of every track. */
  toBytes(samples: number): number {
    return samples * this.format.channelCount * bytesPerSample[this.format.codec];
  }

  /** Counts audio that arrived. */
  receiveAudio(bytes: number, atMs: number): void {
    const durationMs = this.toMs(bytes);
    const pausedMs = atMs - this.lastMs - durationMs;
    this.accountedMs += durationMs;
    this.lastMs = atMs;
    const lagMs = this.lagMs(atMs);
    this.driftMs ??= lagMs < FIRST_AUDIO_MS ? lagMs : 0;
    if (this.mustExcuse) this.excusedMs = Math.max(this.excusedMs, lagMs - this.driftMs);
    this.mustExcuse = false;
    this.excusedMs = Math.max(0, Math.min(this.excusedMs, lagMs - this.driftMs));
    const isPause = pausedMs >= SHORTEST_PAUSE_MS && lagMs > this.driftMs;
    this.followDrift(lagMs, atMs, isPause);
    this.onAudio(durationMs, atMs, isPause || this.isInterrupted);
    this.isInterrupted = false;
  }

  /** Counts a gap that is declared. */
  declareGap(missingMs: number): void {
    this.accountedMs += missingMs;
  }

  /** Counts a gap that is declared from the last audio until now. */
  declareGapUntil(atMs: number): void {
    this.accountedMs += Math.max(0, atMs - this.lastMs);
    this.lastMs = atMs;
    this.isInterrupted = true;
  }

  /** Counts time of a paused call that no audio filled until now. */
  fillUntil(atMs: number, missingMs: number): void {
    this.accountedMs += missingMs;
    this.lastMs = atMs;
    this.isInterrupted = true;
  }

  /** The lag until the next audio is not missing audio: we did not read the socket. */
  excuse(): void {
    this.mustExcuse = true;
    this.isInterrupted = true;
  }

  /** Audio that is missing now, as far as the source is to blame. */
  missingMs(atMs: number): number {
    return this.missingAtEndMs(atMs) - this.excusedMs;
  }

  /** Audio that is missing when no more will come. What we excused should have arrived by then. */
  missingAtEndMs(atMs: number): number {
    return this.lagMs(atMs) - (this.driftMs ?? 0);
  }

  private lagMs(atMs: number): number {
    return atMs - this.startedAtMs - this.accountedMs;
  }

  /** Compares the least lag of two stretches without a pause: jitter only ever adds to a lag. */
  private followDrift(lagMs: number, atMs: number, isPause: boolean): void {
    const { stretch } = this;
    stretch.leastLagMs = Math.min(stretch.leastLagMs, lagMs);
    stretch.hasPause ||= isPause;
    const lengthMs = atMs - stretch.sinceMs;
    if (lengthMs < STRETCH_MS) return;
    const driftedMs = stretch.leastLagMs - (this.leastLagBefore ?? NaN);
    const isDrift = !stretch.hasPause && Math.abs(driftedMs) <= MAX_CLOCK_DRIFT * lengthMs;
    if (isDrift) this.driftMs = (this.driftMs ?? 0) + driftedMs;
    this.leastLagBefore = stretch.hasPause ? null : stretch.leastLagMs;
    this.stretch = { sinceMs: atMs, leastLagMs: Infinity, hasPause: false };
  }
}
