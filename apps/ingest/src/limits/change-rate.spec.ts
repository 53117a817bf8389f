import { describe, expect, it } from '@jest/globals';
import { ChangeRate } from './change-rate.js';

const takeAt = (rate: ChangeRate, nowMs: number, times: number) =>
  Array.from({ length: times }, () => rate.take(nowMs)).filter(Boolean).length;

describe('ChangeRate', () => {
  it('takes 256 changes at once, and then ten a second', () => {
    const rate = new ChangeRate(0);
    expect(takeAt(rate, 0, 1_000)).toBe(256);
    expect(takeAt(rate, 1_000, 1_000)).toBe(10);
    expect(takeAt(rate, 1_050, 1_000)).toBe(0);
    expect(takeAt(rate, 1_100, 1_000)).toBe(1);
  });

  it('saves up one burst at most, and nothing when the wall clock is set back', () => {
    const rate = new ChangeRate(0);
    expect(takeAt(rate, 3_600_000, 1_000)).toBe(256);
    expect(takeAt(rate, 0, 10)).toBe(0);
  });
});
