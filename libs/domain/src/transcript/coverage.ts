/** A stretch of the call's clock in samples. */
export interface SampleSpan {
  readonly fromSample: number;
  readonly toSample: number;
}

/**
 * What has been said about one channel's time: spans that an engine heard and spans that none heard, one after the other
 * without hole or overlap. Counted in samples, so that the spans tile the call exactly whatever the rate.
 */
export class Coverage {
  private heard: number;
  private announced: number;

  constructor(startSample: number) {
    this.heard = startSample;
    this.announced = startSample;
  }

  /** End of what is heard or given up; where a new run of an engine begins. */
  get heardSample(): number {
    return this.heard;
  }

  /** End of the spans that were taken to be announced. */
  get announcedSample(): number {
    return this.announced;
  }

  /** An engine heard everything up to here and gave every final of it. False when that is no news. */
  hear(toSample: number): boolean {
    if (toSample <= this.heard) return false;
    this.heard = toSample;
    return true;
  }

  /** The heard span to announce, once it is at least this long; null while it is shorter or empty. */
  takeCovered(atLeastSamples = 1): SampleSpan | null {
    if (this.heard - this.announced < Math.max(1, atLeastSamples)) return null;
    const span = { fromSample: this.announced, toSample: this.heard };
    this.announced = this.heard;
    return span;
  }

  /** Nobody heard from where hearing ended up to here. Take what is covered first; null when there is no such span. */
  takeGap(toSample: number): SampleSpan | null {
    if (this.announced < this.heard) throw new Error('announce what is covered before a gap');
    if (toSample <= this.heard) return null;
    const span = { fromSample: this.heard, toSample };
    this.heard = toSample;
    this.announced = toSample;
    return span;
  }
}
