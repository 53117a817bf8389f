import { describe, expect, it } from '@jest/globals';
import { SteadyTime } from './steady-time.js';

const HOUR = 3_600_000;

/** A machine whose wall clock can be set and whose crystal can be off. */
function machine(rate = 1) {
  let steadyMs = 5_000;
  let wallMs = 1_700_000_000_000;
  const time = new SteadyTime({ steadyMs: () => steadyMs, wallMs: () => wallMs });
  return {
    time,
    wall: () => wallMs,
    set: (byMs: number) => (wallMs += byMs),
    pass: (ms: number) => {
      steadyMs += ms;
      wallMs += ms * rate;
    },
    back: (ms: number) => (steadyMs -= ms),
  };
}

describe('SteadyTime', () => {
  it('begins with the wall clock and runs with it', () => {
    const { time, wall, pass } = machine();
    expect(time.nowMs()).toBe(wall());
    for (let at = 0; at < 500; at++) {
      pass(20);
      expect(time.nowMs()).toBe(wall());
    }
  });

  it.each([HOUR, -HOUR, 10_000, -10_000])('a wall clock set by %d ms shows in no span', (byMs) => {
    const { time, set, pass } = machine();
    let before = time.nowMs();
    set(byMs);
    for (let at = 0; at < 3_000; at++) {
      pass(20);
      const now = time.nowMs();
      expect(now).toBeGreaterThanOrEqual(before);
      expect(now - before).toBeLessThanOrEqual(21);
      before = now;
    }
  });

  it('measures thirty seconds over a jump to a part in a hundred', () => {
    const { time, set, pass } = machine();
    const from = time.nowMs();
    pass(10_000);
    set(HOUR);
    time.nowMs();
    for (let at = 0; at < 200; at++) {
      pass(100);
      time.nowMs();
    }
    expect(time.nowMs() - from).toBeGreaterThanOrEqual(30_000);
    expect(time.nowMs() - from).toBeLessThanOrEqual(30_300);
  });

  it.each([HOUR, -HOUR, 700, -700])(
    'has a clock that was set by %d ms again after some days, and does not overshoot',
    (byMs) => {
      const { time, wall, set, pass } = machine();
      set(byMs);
      for (let minute = 0; minute < 7 * 24 * 60; minute++) {
        pass(60_000);
        const now = time.nowMs();
        if (byMs > 0) expect(now).toBeLessThanOrEqual(wall());
        else expect(now).toBeGreaterThanOrEqual(Math.floor(wall()));
      }
      expect(Math.abs(time.nowMs() - wall())).toBeLessThanOrEqual(1);
    },
  );

  it('follows the drift of a crystal within a fraction of a second', () => {
    const { time, wall, pass } = machine(1.000_1);
    let farthest = 0;
    for (let second = 0; second < 24 * 3_600; second++) {
      pass(1_000);
      farthest = Math.max(farthest, Math.abs(time.nowMs() - wall()));
    }
    expect(farthest).toBeLessThan(2);
  });

  it('counts a process that was stopped', () => {
    const { time, pass } = machine();
    const from = time.nowMs();
    pass(20_000);
    expect(time.nowMs() - from).toBe(20_000);
  });

  it('stands still when even the steady source goes back', () => {
    const { time, back } = machine();
    const before = time.nowMs();
    back(1_000);
    expect(time.nowMs()).toBe(before);
  });
});
