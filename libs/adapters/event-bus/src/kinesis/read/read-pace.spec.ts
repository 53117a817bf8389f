import { describe, expect, it } from '@jest/globals';
import { ReadPace } from './read-pace.js';

/** Readers of one shard that takes five reads a second, for so long. */
function share(readers: number, leastMs: number, forMs: number) {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const paces = Array.from({ length: readers }, () => ({ pace: new ReadPace(leastMs, random), atMs: 0, reads: 0 }));
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
      next.pace.answered();
    } else {
      refused += 1;
      next.pace.refused();
    }
    next.atMs += next.pace.pauseMs;
  }
}

describe('the pace of reading a shard', () => {
  it('is as set while nothing is refused', () => {
    expect(share(1, 250, 60_000)).toEqual({ reads: [241], refused: 0 });
  });

  it.each([2, 3, 8])('shares what Kinesis allows fairly among %i readers, few requests refused', (readers) => {
    const { reads, refused } = share(readers, 50, 600_000);
    const all = reads.reduce((sum, one) => sum + one, 0);
    expect(all).toBeGreaterThan(0.7 * 5 * 600);
    expect(refused).toBeLessThan(0.25 * all);
    for (const one of reads) expect(one).toBeGreaterThan((0.5 * all) / readers);
  });

  it('comes back when the others are gone', () => {
    const pace = new ReadPace(250, () => 0.5);
    for (let n = 0; n < 20; n += 1) pace.refused();
    expect(pace.pauseMs).toBe(5_000);
    for (let n = 0; n < 300; n += 1) pace.answered();
    expect(pace.pauseMs).toBe(250);
  });
});
