/**
 * The last samples of a call, at the positions that they were captured at. What nobody took in time is overwritten, and
 * `startSample` says so.
 */
export class SampleRing {
  private readonly ring: Int16Array;
  private end = 0;
  private start = 0;

  /** `capacity`: samples of each track that it keeps. */
  constructor(
    private readonly trackCount: number,
    private readonly capacity: number,
  ) {
    this.ring = new Int16Array(capacity * trackCount);
  }

  /** The first sample that is still here. */
  get startSample(): number {
    return this.start;
  }

  /** The position after the last sample. */
  get endSample(): number {
    return this.end;
  }

  /** Adds interleaved samples at the end. */
  append(samples: Int16Array): void {
    const count = samples.length / this.trackCount;
    for (let at = 0; at < samples.length;) {
      const offset = (this.end * this.trackCount + at) % this.ring.length;
      const part = samples.subarray(at, at + this.ring.length - offset);
      this.ring.set(part, offset);
      at += part.length;
    }
    this.end += count;
    this.start = Math.max(this.start, this.end - this.capacity);
  }

  /** A copy of at most `most` samples of each track from this position on, which must be here. */
  read(fromSample: number, most: number): Int16Array<ArrayBuffer> {
    if (fromSample < this.start || fromSample > this.end) throw new RangeError('These samples are not here.');
    const count = Math.min(most, this.end - fromSample);
    const copy = new Int16Array(count * this.trackCount);
    const offset = (fromSample * this.trackCount) % this.ring.length;
    const first = this.ring.subarray(offset, offset + copy.length);
    copy.set(first);
    copy.set(this.ring.subarray(0, copy.length - first.length), first.length);
    return copy;
  }
}
