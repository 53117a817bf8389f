import { describe, expect, it } from '@jest/globals';
import { SteadyClock } from './steady-clock.js';

const HOUR = 3_600_000;

/** A machine whose wall clock can be set and can run at a wrong rate. */
function machine(rate = 1) {
  let steadyMs = 5_000;
  let wallMs = 1_700_000_000_000;
  const clock = new SteadyClock({ steadyMs: () => steadyMs, wallMs: () => wallMs });
  return {
    clock,
    wall: () => wallMs,
    set: (byMs: number) => (wallMs += byMs),
    pass: (ms: number) => {
      steadyMs += ms;
      wallMs += ms * rate;
    },
    back: (ms: number) => (steadyMs -= ms),
  };
}

describe('SteadyClock', () => {
  it('starts at the wall clock and runs with it', () => {
    const { clock, wall, pass } = machine();
    expect(clock.nowMs()).toBe(wall());
    for (let at = 0; at < 500; at++) {
      pass(20);
      expect(clock.nowMs()).toBe(wall());
    }
  });

  it.each([HOUR, -HOUR, 10_000, -10_000])('shows no jump if the wall clock is set by %d ms', (byMs) => {
    const { clock, set, pass } = machine();
    let before = clock.nowMs();
    set(byMs);
    const stepsMs = Array.from({ length: 3_000 }, () => {
      pass(20);
      const now = clock.nowMs();
      const stepMs = now - before;
      before = now;
      return stepMs;
    });
    expect(Math.min(...stepsMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...stepsMs)).toBeLessThanOrEqual(21);
  });

  it('measures 30 s across a jump with an error of at most 1 %', () => {
    const { clock, set, pass } = machine();
    const from = clock.nowMs();
    pass(10_000);
    set(HOUR);
    clock.nowMs();
    for (let at = 0; at < 200; at++) {
      pass(100);
      clock.nowMs();
    }
    expect(clock.nowMs() - from).toBeGreaterThanOrEqual(30_000);
    expect(clock.nowMs() - from).toBeLessThanOrEqual(30_300);
  });

  it.each([HOUR, -HOUR, 700, -700])(
    'reaches a wall clock that was set by %d ms within seven days and does not overshoot',
    (byMs) => {
      const { clock, wall, set, pass } = machine();
      set(byMs);
      let furthestBeyondMs = 0;
      for (let minute = 0; minute < 7 * 24 * 60; minute++) {
        pass(60_000);
        const now = clock.nowMs();
        const beyondMs = byMs > 0 ? now - wall() : Math.floor(wall()) - now;
        furthestBeyondMs = Math.max(furthestBeyondMs, beyondMs);
      }
      expect(furthestBeyondMs).toBe(0);
      expect(Math.abs(clock.nowMs() - wall())).toBeLessThanOrEqual(1);
    },
  );

  it('follows a wall clock that drifts, within 2 ms', () => {
    const { clock, wall, pass } = machine(1.000_1);
    let largestDifferenceMs = 0;
    for (let second = 0; second < 24 * 3_600; second++) {
      pass(1_000);
      largestDifferenceMs = Math.max(largestDifferenceMs, Math.abs(clock.nowMs() - wall()));
    }
    expect(largestDifferenceMs).toBeLessThan(2);
  });

  it('counts the time during which the process was stopped', () => {
    const { clock, pass } = machine();
    const from = clock.nowMs();
    pass(20_000);
    expect(clock.nowMs() - from).toBe(20_000);
  });

  it('stands still if even the steady source goes back', () => {
    const { clock, back } = machine();
    const before = clock.nowMs();
    back(1_000);
    expect(clock.nowMs()).toBe(before);
  });
});
