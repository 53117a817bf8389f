import { msToSamples } from '@earshot/domain';

/** The share of a deviation that one packet takes away: with 50 packets a second, half of it is gone in seven seconds. */
const FOLLOW_SHARE = 1 / 512;
/** A jam of the network makes packets later than any clock drifts, and must not slow the clock by as much. */
const LARGEST_DEVIATION_MS = 100;

/**
 * The clock of a call that is received as RTP: which sample is due at a time. It begins with the wall clock and follows the
 * packets, because in a long call the sender's clock drifts from ours by seconds.
 */
export class MediaClock {
  private aheadSamples = 0;
  private readonly largestDeviation: number;

  /** @param originMs the time of sample 0 */
  constructor(
    readonly sampleRateHz: number,
    private readonly originMs: number,
  ) {
    this.largestDeviation = msToSamples(LARGEST_DEVIATION_MS, sampleRateHz);
  }

  /** The sample that is due at this time, not before sample 0. */
  sampleAt(atMs: number): number {
    return Math.max(0, Math.round(this.dueAt(atMs)));
  }

  /** Audio up to this sample came at this time. */
  follow(endSample: number, arrivalMs: number): void {
    const deviation = endSample - this.dueAt(arrivalMs);
    const limited = Math.max(-this.largestDeviation, Math.min(this.largestDeviation, deviation));
    this.aheadSamples += limited * FOLLOW_SHARE;
  }

  private dueAt(atMs: number): number {
    return msToSamples(atMs - this.originMs, this.sampleRateHz) + this.aheadSamples;
  }
}
