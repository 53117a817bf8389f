/** Room of a new queue; a power of two. */
const INITIAL_SAMPLES = 2_048;

/**
 * Copies of samples, first in, first out. One array holds them all, because an array for each chunk of audio costs more
 * than to copy its samples. The array doubles when it is full and does not shrink.
 */
export class SampleQueue {
  private samples = new Int16Array(INITIAL_SAMPLES);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  add(samples: Int16Array): void {
    this.growTo(this.count + samples.length);
    const at = (this.head + this.count) % this.samples.length;
    const beforeEnd = Math.min(samples.length, this.samples.length - at);
    if (beforeEnd === samples.length) this.samples.set(samples, at);
    else {
      this.samples.set(samples.subarray(0, beforeEnd), at);
      this.samples.set(samples.subarray(beforeEnd), 0);
    }
    this.count += samples.length;
  }

  /** Moves `count` samples into every `stride`-th place of `target`, from the place `at`. The queue must have them. */
  moveInto(target: Int16Array, at: number, stride: number, count: number): void {
    const { samples, head } = this;
    const lastPlace = samples.length - 1;
    for (let n = 0; n < count; n += 1) target[at + n * stride] = samples[(head + n) & lastPlace] ?? 0;
    this.head = (head + count) & lastPlace;
    this.count -= count;
  }

  private growTo(needed: number): void {
    if (needed <= this.samples.length) return;
    const { count } = this;
    const larger = new Int16Array(2 ** Math.ceil(Math.log2(needed)));
    this.moveInto(larger, 0, 1, count);
    [this.samples, this.head, this.count] = [larger, 0, count];
  }
}
