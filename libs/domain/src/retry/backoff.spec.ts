import { describe, expect, it } from '@jest/globals';
import { backoffMs, jitteredBackoffMs } from './backoff.js';

const limits = { firstMs: 100, maxMs: 5_000 };

describe('backoffMs', () => {
  it.each([
    [0, 100],
    [1, 100],
    [2, 200],
    [6, 3_200],
    [7, 5_000],
    [10_000, 5_000],
  ])('after %d failures in a row waits %d ms', (failures, ms) => {
    expect(backoffMs(failures, limits)).toBe(ms);
  });
});

it('spreads a jittered pause over its upper half', () => {
  expect(jitteredBackoffMs(2, limits, () => 0)).toBe(100);
  expect(jitteredBackoffMs(2, limits, () => 1)).toBe(200);
});
