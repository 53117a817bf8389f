import { Failure } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { RefusedOperations } from './refused-operations.js';

const forbidden = new Failure('BUS_NOT_ALLOWED', 'not this user', { retryable: false });

// On a broker: kafka-rights.component.spec.ts.
describe('RefusedOperations', () => {
  let clock: ManualClock;
  let log: CapturingLogger;
  let metrics: CapturingMetrics;
  let refused: RefusedOperations;
  beforeEach(() => {
    clock = new ManualClock();
    log = new CapturingLogger();
    metrics = new CapturingMetrics();
    refused = new RefusedOperations(clock, log, metrics);
  });
  const readCount = () => metrics.values.get('earshot_bus_refused_operations');

  it('logs each operation once a minute, however often it is refused', async () => {
    for (let second = 0; second < 120; second += 1) {
      for (const operation of ['publish on a', 'publish on b']) refused.note(operation, forbidden);
      await clock.advance(1_000);
    }
    expect(log.lines.map(({ level, fields }) => [level, fields['operation']])).toEqual([
      ['error', 'publish on a'],
      ['error', 'publish on b'],
      ['error', 'publish on a'],
      ['error', 'publish on b'],
    ]);
  });

  it('counts the operations, and gives the reason of one until none is left', () => {
    expect(readCount()).toBe(0);
    expect(() => refused.requireNone()).not.toThrow();
    for (const operation of ['publish on a', 'publish on b', 'publish on a']) refused.note(operation, forbidden);
    expect(readCount()).toBe(2);
    const expected = { code: 'BUS_NOT_ALLOWED', message: 'publish on b: not this user', retryable: true };
    refused.end('publish on a');
    expect(() => refused.requireNone()).toThrow(expect.objectContaining(expected));
    refused.end('publish on b');
    expect(readCount()).toBe(0);
    expect(() => refused.requireNone()).not.toThrow();
  });

  it('logs at once an operation that is refused again after it passed', () => {
    refused.note('publish on a', forbidden);
    refused.end('publish on a');
    refused.note('publish on a', forbidden);
    expect(log.lines).toHaveLength(2);
  });
});
