import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { WakeSignal } from './wake-signal.js';

describe('WakeSignal', () => {
  it('wakes the loop that waits, and keeps a notification that comes before', async () => {
    const signal = new WakeSignal();
    const waiting = signal.wait();
    signal.notify();
    await waiting;
    signal.notify();
    signal.notify();
    await signal.wait();
    let isAwake = false;
    void signal.wait().then(() => (isAwake = true));
    await Promise.resolve();
    expect(isAwake).toBe(false);
  });

  it('waits no longer than the timeout', async () => {
    const clock = new ManualClock();
    const signal = new WakeSignal();
    let isAwake = false;
    const waiting = signal.waitAtMost(100, clock).then(() => (isAwake = true));
    await clock.advance(99);
    expect(isAwake).toBe(false);
    await clock.advance(1);
    await waiting;
  });
});
