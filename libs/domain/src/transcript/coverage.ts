/** A stretch of the call clock in samples. */
export interface SampleSpan {
  readonly fromSample: number;
  readonly toSample: number;
}

/**
 * Tracks how far one track is covered, and how much of that is announced. The announced spans and gaps follow each other
 * without a hole or an overlap. They are counted in samples, so that they tile the call exactly at every rate.
 */
export class Coverage {
  private covered: number;
  private announced: number;

  constructor(startSample: number) {
    this.covered = startSample;
    this.announced = startSample;
  }

  /** End of the audio that is covered or given up as a gap. The next run of an engine begins here. */
  get coveredSample(): number {
    return this.covered;
  }

  /** End of the spans that were taken to be announced. */
  get announcedSample(): number {
    return this.announced;
  }

  /** An engine processed everything up to `toSample` and gave its finals. False when that was known. */
  coverUntil(toSample: number): boolean {
    if (toSample <= this.covered) return false;
    this.covered = toSample;
    return true;
  }

  /** The covered span to announce; null while it is empty or shorter than `atLeastSamples`. */
  takeCovered(atLeastSamples = 1): SampleSpan | null {
    if (this.covered - this.announced < Math.max(1, atLeastSamples)) return null;
    const span = { fromSample: this.announced, toSample: this.covered };
    this.announced = this.covered;
    return span;
  }

  /** The gap from the end of the covered audio to `toSample`; null when it is empty. Take the covered span first. */
  takeGap(toSample: number): SampleSpan | null {
    if (this.announced < this.covered) throw new Error('announce the covered span before a gap');
    if (toSample <= this.covered) return null;
    const span = { fromSample: this.covered, toSample };
    this.covered = toSample;
    this.announced = toSample;
    return span;
  }
}
