import { bytesPerSample, type AudioCodec } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { ByteBudget } from '../limits/byte-budget.js';

/** So long audio waits after a stall, to see whether what is missing comes in a burst. */
const LOOK_MS = 1_000;
/** While it still comes faster than it is spoken, it is waited on; but not longer than this. */
const LONGEST_LOOK_MS = 15_000;
/** Faster than spoken. */
const BURST_RATE = 1.5;
/** Less is the ordinary unevenness of a network. */
const LEAST_GAP_MS = 1_000;

export interface StalledAudioParts {
  readonly clock: Clock;
  readonly budget: ByteBudget;
  /** A silence of this length is looked into; 0: none is. */
  readonly stallMs: number;
  readonly format: { readonly codec: AudioCodec; readonly sampleRateHz: number; readonly channelCount: number };
  /** Audio in its order. */
  pass(samples: Uint8Array, atMs: number): void;
  /** So much of the call's clock will never come. */
  miss(missingMs: number): void;
}

/**
 * A client whose socket lives but whose audio stood still: its protocol has no times, so only the wall clock tells
 * whether the network was slow (the audio comes in a burst, nothing is missing) or the client took none up (it goes on
 * at its ordinary pace, and the call's clock would run late from then on). The audio after a stall is kept back until
 * that can be told.
 */
export class StalledAudio {
  private readonly bytesPerMs: number;
  private lastAtMs: number | null = null;
  private kept: { samples: Uint8Array; atMs: number }[] | null = null;
  private keptBytes = 0;
  private stalledAtMs = 0;
  /** Audio since the stall. */
  private burstBytes = 0;
  /** Where audio and the wall clock were one, and how much audio came and was missed since. */
  private anchorAtMs = 0;
  private accountedMs = 0;
  private cancelLook = () => {};

  constructor(private readonly parts: StalledAudioParts) {
    const { codec, sampleRateHz, channelCount } = parts.format;
    this.bytesPerMs = (sampleRateHz * channelCount * bytesPerSample[codec]) / 1_000;
  }

  /** Bytes that are kept back. */
  get bytes(): number {
    return this.keptBytes;
  }

  audio(samples: Uint8Array, atMs: number): void {
    const { stallMs } = this.parts;
    if (this.lastAtMs === null) {
      this.anchorAtMs = atMs;
      this.accountedMs = -samples.length / this.bytesPerMs;
    } else if (this.kept === null && stallMs > 0 && atMs - this.lastAtMs >= stallMs) this.begin(this.lastAtMs);
    this.lastAtMs = atMs;
    this.accountedMs += samples.length / this.bytesPerMs;
    if (this.kept === null) return this.parts.pass(samples, atMs);
    this.kept.push({ samples, atMs });
    this.keptBytes += samples.length;
    this.burstBytes += samples.length;
    this.parts.budget.add(samples.length);
  }

  /** What is kept back goes on now, behind what is missing before it. */
  settle(): void {
    if (this.kept === null) return;
    const missingMs = this.missingMs();
    if (missingMs >= LEAST_GAP_MS) {
      this.accountedMs += missingMs;
      this.parts.miss(missingMs);
    }
    this.passKept();
  }

  /** The silence until now is known and no stall: a pause of our own, or a gap that is declared. */
  excuse(): void {
    this.passKept();
    this.lastAtMs = null;
  }

  private passKept(): void {
    const kept = this.kept ?? [];
    this.cancelLook();
    this.kept = null;
    this.parts.budget.add(-this.keptBytes);
    this.keptBytes = 0;
    for (const { samples, atMs } of kept) this.parts.pass(samples, atMs);
  }

  /** Of the stall, what did not come after it; a client that sends ahead of time may stand still and miss nothing. */
  private missingMs(): number {
    const untilMs = this.lastAtMs ?? this.stalledAtMs;
    const ofStall = untilMs - this.stalledAtMs - this.burstBytes / this.bytesPerMs;
    return Math.min(ofStall, untilMs - this.anchorAtMs - this.accountedMs);
  }

  private begin(stalledAtMs: number): void {
    this.kept = [];
    this.burstBytes = 0;
    this.stalledAtMs = stalledAtMs;
    this.look(LOOK_MS, 0);
  }

  private look(lookedMs: number, bytesBefore: number): void {
    this.cancelLook = this.parts.clock.schedule(LOOK_MS, () => {
      const isBurst = this.burstBytes - bytesBefore > BURST_RATE * LOOK_MS * this.bytesPerMs;
      if (isBurst && lookedMs < LONGEST_LOOK_MS) this.look(lookedMs + LOOK_MS, this.burstBytes);
      else this.settle();
    });
  }
}
