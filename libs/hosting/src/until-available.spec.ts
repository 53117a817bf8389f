import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { untilAvailable } from './until-available.js';

const away = () => new Failure('STORE_UNAVAILABLE', 'away', { retryable: true });

describe('waiting for a server', () => {
  it('tries with growing pauses until it is there, saying so once in half a minute', async () => {
    const clock = new ManualClock();
    const logger = new CapturingLogger();
    const triedAtMs: number[] = [];
    const startMs = clock.nowMs();
    let isThere = false;
    const result = untilAvailable(
      async () => {
        triedAtMs.push(clock.nowMs() - startMs);
        if (!isThere) throw away();
        return 'there';
      },
      { what: 'the database', clock, logger },
    );
    await clock.advance(0);
    await clock.advance(20_000);
    expect(triedAtMs.slice(0, 6)).toEqual([0, 250, 750, 1_750, 3_750, 7_750]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['waiting for the database']);
    await clock.advance(20_000);
    isThere = true;
    await clock.advance(5_000);
    expect(await result).toBe('there');
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'waiting for the database',
      'waiting for the database',
      'the database is there',
    ]);
  });

  it('throws at once what waiting does not mend', async () => {
    const refused = new Failure('STORE_REFUSED', 'wrong password');
    const waiting = { what: 'the database', clock: new ManualClock(), logger: new CapturingLogger() };
    await expect(untilAvailable(() => Promise.reject(refused), waiting)).rejects.toBe(refused);
  });

  it('ends when the process is asked to stop', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const waiting = { what: 'the event bus', clock, logger: new CapturingLogger(), signal: stop.signal };
    const result = untilAvailable(() => Promise.reject(away()), waiting);
    const outcome = expect(result).rejects.toMatchObject({ code: 'STOPPED_WHILE_STARTING' });
    await clock.advance(1_000);
    stop.abort();
    await outcome;
  });
});
