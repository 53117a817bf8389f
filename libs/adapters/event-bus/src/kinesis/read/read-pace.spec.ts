import { describe, expect, it } from '@jest/globals';
import { ReadPace } from './read-pace.js';

/** Simulates readers of one shard, which allows five reads a second. */
function simulateReaders(readers: number, minMs: number, forMs: number) {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const paces = Array.from({ length: readers }, () => ({ pace: new ReadPace(minMs, random), atMs: 0, reads: 0 }));
  let taken: number[] = [];
  let refused = 0;
  for (;;) {
    const next = paces.reduce((first, one) => (one.atMs < first.atMs ? one : first));
    const nowMs = next.atMs;
    if (nowMs > forMs) return { reads: paces.map(({ reads }) => reads), refused };
    taken = taken.filter((atMs) => atMs > nowMs - 1_000);
    if (taken.length < 5) {
      taken.push(nowMs);
      next.reads += 1;
      next.pace.speedUp();
    } else {
      refused += 1;
      next.pace.slowDown();
    }
    next.atMs += next.pace.pauseMs;
  }
}

describe('ReadPace', () => {
  it('keeps the configured pause while Kinesis refuses nothing', () => {
    expect(simulateReaders(1, 250, 60_000)).toEqual({ reads: [241], refused: 0 });
  });

  it.each([2, 3, 8])('shares the allowed reads fairly among %i readers, with few refusals', (readers) => {
    const { reads, refused } = simulateReaders(readers, 50, 600_000);
    const all = reads.reduce((sum, one) => sum + one, 0);
    expect(all).toBeGreaterThan(0.7 * 5 * 600);
    expect(refused).toBeLessThan(0.25 * all);
    for (const one of reads) expect(one).toBeGreaterThan((0.5 * all) / readers);
  });

  it('returns to the configured pause when the other readers are gone', () => {
    const pace = new ReadPace(250, () => 0.5);
    for (let n = 0; n < 20; n += 1) pace.slowDown();
    expect(pace.pauseMs).toBe(5_000);
    for (let n = 0; n < 300; n += 1) pace.speedUp();
    expect(pace.pauseMs).toBe(250);
  });
});
