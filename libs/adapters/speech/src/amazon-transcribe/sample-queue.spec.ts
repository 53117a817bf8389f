import { describe, expect, it } from '@jest/globals';
import { SampleQueue } from './sample-queue.js';

const countFrom = (first: number, count: number) => Int16Array.from({ length: count }, (_, n) => first + n);

const moveOut = (queue: SampleQueue, count: number) => {
  const taken = new Int16Array(count);
  queue.moveInto(taken, 0, 1, count);
  return taken;
};

describe('SampleQueue', () => {
  it('gives samples in order when its array wraps around and grows', () => {
    const queue = new SampleQueue();
    let [added, taken] = [0, 0];
    for (const [addCount, takeCount] of [
      [1_600, 1_600],
      [1_600, 800],
      [1_247, 2_047],
      [2_048, 1],
      [1, 0],
      [9_000, 11_000],
      [0, 48],
    ] as const) {
      queue.add(countFrom(added, addCount));
      added += addCount;
      expect(moveOut(queue, takeCount)).toEqual(countFrom(taken, takeCount));
      taken += takeCount;
      expect(queue).toHaveLength(added - taken);
    }
    expect(queue).toHaveLength(0);
  });

  it('interleaves channels and leaves the other places alone', () => {
    const queue = new SampleQueue();
    queue.add(Int16Array.of(1, 2, 3));
    const frame = new Int16Array(8).fill(9);
    queue.moveInto(frame, 3, 2, 2);
    expect([...frame]).toEqual([9, 9, 9, 1, 9, 2, 9, 9]);
    expect([...moveOut(queue, 1)]).toEqual([3]);
  });

  it('keeps a copy of what it was given', () => {
    const queue = new SampleQueue();
    const samples = Int16Array.of(5, 6);
    queue.add(samples);
    samples.fill(0);
    expect([...moveOut(queue, 2)]).toEqual([5, 6]);
  });
});
