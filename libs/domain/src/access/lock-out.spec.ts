import { describe, expect, it } from '@jest/globals';
import { countAttempt, isLocked, noAttempts, takeAttemptBack, type FailedAttempts } from './lock-out.js';

const MINUTE_MS = 60_000;
const rule = { lockAt: 3, locksMs: [MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS], forgetAfterMs: 60 * MINUTE_MS } as const;
const NOW = 1_000_000_000;

describe('failed attempts', () => {
  it('lock from the third on, for longer each time up to the longest lock', () => {
    let attempts: FailedAttempts = noAttempts;
    let nowMs = NOW;
    const locksMs: (number | null)[] = [];
    for (let failure = 1; failure <= 6; failure += 1) {
      attempts = countAttempt(attempts, rule, nowMs);
      locksMs.push(attempts.lockedUntilMs && attempts.lockedUntilMs - nowMs);
      nowMs = attempts.lockedUntilMs ?? nowMs;
      expect(isLocked(attempts, nowMs)).toBe(false);
      expect(isLocked(attempts, nowMs - 1)).toBe(attempts.lockedUntilMs !== null);
    }
    expect(locksMs).toEqual([null, null, MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 4 * MINUTE_MS]);
  });

  it('are forgotten after a long time without one', () => {
    const attempts = { count: 9, lastAtMs: NOW, lockedUntilMs: null };
    expect(countAttempt(attempts, rule, NOW + 60 * MINUTE_MS).count).toBe(10);
    expect(countAttempt(attempts, rule, NOW + 60 * MINUTE_MS + 1)).toMatchObject({ count: 1, lockedUntilMs: null });
  });

  it('do not contain one that succeeded', () => {
    const attempts = { count: 2, lastAtMs: NOW, lockedUntilMs: null };
    expect(takeAttemptBack(countAttempt(attempts, rule, NOW))).toEqual(attempts);
  });
});
