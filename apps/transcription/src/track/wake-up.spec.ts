import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { WakeUp } from './wake-up.js';

describe('WakeUp', () => {
  it('wakes who waits, and does not lose a ring that comes before', async () => {
    const wakeUp = new WakeUp();
    const waiting = wakeUp.wait();
    wakeUp.ring();
    await waiting;
    wakeUp.ring();
    wakeUp.ring();
    await wakeUp.wait();
    let awake = false;
    void wakeUp.wait().then(() => (awake = true));
    await Promise.resolve();
    expect(awake).toBe(false);
  });

  it('waits no longer than it may', async () => {
    const clock = new ManualClock();
    const wakeUp = new WakeUp();
    let awake = false;
    const waiting = wakeUp.waitAtMost(100, clock).then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    await waiting;
  });
});
