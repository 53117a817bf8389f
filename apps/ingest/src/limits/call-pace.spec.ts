import { describe, expect, it } from '@jest/globals';
import { CallPace } from './call-pace.js';

describe('CallPace', () => {
  it('never stops a call that comes in real time, or in a burst within the allowance', () => {
    const pace = new CallPace({ rate: 1.5, burstMs: 30_000 }, 0);
    expect(pace.take(30_000, 0)).toBe(0);
    for (let second = 1; second <= 600; second++) expect(pace.take(1_000, second * 1_000)).toBe(0);
    expect(pace.take(29_000, 600_000)).toBe(0);
  });

  it('stops a call that comes faster until it may take half a second again', () => {
    const pace = new CallPace({ rate: 1.5, burstMs: 3_000 }, 0);
    expect(pace.take(3_000, 0)).toBe(0);
    const waitMs = pace.take(1_000, 0);
    expect(waitMs).toBe(1_000);
    expect(pace.take(500, waitMs)).toBe(0);
    expect(pace.take(100, waitMs)).toBeGreaterThan(0);
  });

  it('saves no more than the allowance while a call is silent', () => {
    const pace = new CallPace({ rate: 1.5, burstMs: 3_000 }, 0);
    pace.take(100, 0);
    expect(pace.take(3_001, 3_600_000)).toBeGreaterThan(0);
  });

  it('has no limit at a rate of 0', () => {
    expect(new CallPace({ rate: 0, burstMs: 1_000 }, 0).take(1e9, 0)).toBe(0);
  });
});
