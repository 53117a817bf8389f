import { describe, expect, it } from '@jest/globals';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { limitRepeats } from './limit-repeats.js';

function setUp() {
  const clock = new ManualClock();
  const captured = new CapturingLogger();
  return { clock, captured, logger: limitRepeats(captured, clock) };
}

describe('limitRepeats', () => {
  it('writes one line for a failure that repeats 105,000 times, and its count when the interval ends', async () => {
    const { clock, captured, logger } = setUp();
    for (let at = 0; at < 105_000; at++)
      logger.child({ service: 'persistence' }).error({ code: 'DISK_FULL', at }, 'no room');
    expect(captured.lines).toMatchObject([{ fields: { code: 'DISK_FULL', at: 0 }, message: 'no room' }]);
    await clock.advance(10_000);
    expect(captured.lines.slice(1)).toEqual([
      {
        level: 'error',
        fields: { code: 'DISK_FULL', at: 104_999, suppressed: 104_999, inMs: 10_000 },
        message: 'no room',
      },
    ]);
    logger.child({ service: 'persistence' }).error({ code: 'DISK_FULL', at: 1 }, 'no room');
    expect(captured.lines).toHaveLength(3);
  });

  it('writes other codes, messages, levels and services', async () => {
    const { clock, captured, logger } = setUp();
    logger.warn({ code: 'A' }, 'one');
    logger.warn({ code: 'B' }, 'one');
    logger.warn({ code: 'A' }, 'two');
    logger.error({ code: 'A' }, 'one');
    logger.child({ service: 'ingest' }).warn({ code: 'A' }, 'one');
    expect(captured.lines).toHaveLength(5);
    await clock.advance(20_000);
    expect(captured.lines).toHaveLength(5);
  });

  it('writes every line of the other levels', () => {
    const { captured, logger } = setUp();
    for (let at = 0; at < 100; at++) logger.info({ callId: `c${at}` }, 'call started');
    expect(captured.lines).toHaveLength(100);
  });
});
