import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { EngineHealth } from './engine-health.js';

const PAUSE_MS = 60_000;

describe('EngineHealth', () => {
  it('pauses an engine that fails its only call, and ends the pause after its time', async () => {
    const clock = new ManualClock();
    const health = new EngineHealth(clock, PAUSE_MS);
    health.reportWorking('remote', 'one');
    health.reportFailed('remote', 'one');
    expect(health.isPaused('remote')).toBe(true);
    expect(health.isPaused('local')).toBe(false);
    await clock.advance(PAUSE_MS - 1);
    expect(health.isPaused('remote')).toBe(true);
    await clock.advance(1);
    expect(health.isPaused('remote')).toBe(false);
  });

  it('does not pause an engine that works for another call, also when the failed call had the last result', async () => {
    const clock = new ManualClock();
    const health = new EngineHealth(clock, PAUSE_MS);
    health.reportWorking('remote', 'good');
    await clock.advance(5_000);
    health.reportWorking('remote', 'bad');
    health.reportWorking('remote', 'bad');
    health.reportFailed('remote', 'bad');
    expect(health.isPaused('remote')).toBe(false);
    await clock.advance(5_000);
    health.reportFailed('remote', 'bad');
    expect(health.isPaused('remote')).toBe(true);
  });

  it('ends the pause when the engine gives another call a result, not when it gives one to the call that it failed', () => {
    const health = new EngineHealth(new ManualClock(), PAUSE_MS);
    health.reportFailed('remote', 'bad');
    health.reportWorking('remote', 'bad');
    expect(health.isPaused('remote')).toBe(true);
    health.reportWorking('remote', 'good');
    expect(health.isPaused('remote')).toBe(false);
  });
});
