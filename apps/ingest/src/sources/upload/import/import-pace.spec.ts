import { ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { ImportPace } from './import-pace.js';

function setUp(rate: number) {
  const clock = new ManualClock();
  const state = { isBusy: false, isTaken: false };
  const pace = new ImportPace({ rate, clock, isBusy: () => state.isBusy });
  const { signal } = new AbortController();
  const take = (audioMs: number) => {
    state.isTaken = false;
    void pace.take(audioMs, signal).then(() => (state.isTaken = true));
    return clock.advance(0);
  };
  return { clock, state, take };
}

describe('ImportPace', () => {
  it('lets a recording be read no faster than its rate, with a lead of a second', async () => {
    const { clock, state, take } = setUp(4);
    await take(1_000);
    expect(state.isTaken).toBe(true);
    await take(1_000);
    await clock.advance(499);
    expect(state.isTaken).toBe(false);
    await clock.advance(1);
    expect(state.isTaken).toBe(true);
  });

  it('does not catch up after live calls needed the service', async () => {
    const { clock, state, take } = setUp(4);
    state.isBusy = true;
    await take(1_000);
    await clock.advance(60_000);
    expect(state.isTaken).toBe(false);
    state.isBusy = false;
    await clock.advance(500);
    expect(state.isTaken).toBe(true);
    await take(1_000);
    expect(state.isTaken).toBe(false);
    await clock.advance(500);
    expect(state.isTaken).toBe(true);
  });

  it('has no rate of 0', async () => {
    const { state, take } = setUp(0);
    await take(3_600_000);
    expect(state.isTaken).toBe(true);
  });
});
