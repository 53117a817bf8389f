import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { waitUntilAvailable } from './wait-until-available.js';

const unavailable = () => new Failure('STORE_UNAVAILABLE', 'no connection', { retryable: true });

describe('waitUntilAvailable', () => {
  it('repeats the attempt with growing pauses and logs once in 30 seconds', async () => {
    const clock = new ManualClock();
    const logger = new CapturingLogger();
    const attemptsAtMs: number[] = [];
    const startMs = clock.nowMs();
    let isUp = false;
    const result = waitUntilAvailable(
      async () => {
        attemptsAtMs.push(clock.nowMs() - startMs);
        if (!isUp) throw unavailable();
        return 'connected';
      },
      { what: 'the database', clock, logger },
    );
    await clock.advance(0);
    await clock.advance(20_000);
    expect(attemptsAtMs.slice(0, 6)).toEqual([0, 250, 750, 1_750, 3_750, 7_750]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['waiting for the database']);
    await clock.advance(20_000);
    isUp = true;
    await clock.advance(5_000);
    expect(await result).toBe('connected');
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'waiting for the database',
      'waiting for the database',
      'the database is available',
    ]);
  });

  it('rejects at once with a failure that is not retryable', async () => {
    const refused = new Failure('STORE_REFUSED', 'wrong password');
    const waiting = { what: 'the database', clock: new ManualClock(), logger: new CapturingLogger() };
    await expect(waitUntilAvailable(() => Promise.reject(refused), waiting)).rejects.toBe(refused);
  });

  it('stops waiting when the process is told to stop', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const waiting = { what: 'the event bus', clock, logger: new CapturingLogger(), signal: stop.signal };
    const result = waitUntilAvailable(() => Promise.reject(unavailable()), waiting);
    const outcome = expect(result).rejects.toMatchObject({ code: 'STOPPED_WHILE_STARTING' });
    await clock.advance(1_000);
    stop.abort();
    await outcome;
  });
});
