import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { deliverEvent, type DeliveryRetry } from './deliver-event.js';

const unavailable = () => new Failure('BUS_UNAVAILABLE', 'away', { retryable: true });

/** Delivers one event to a bus that fails with `errors`, one after the other, and then takes it. */
function deliver(...errors: unknown[]) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const retries: DeliveryRetry[] = [];
  let attempts = 0;
  const publish = async () => {
    attempts += 1;
    if (attempts <= errors.length) throw errors[attempts - 1];
  };
  const delivery = deliverEvent(publish, {
    clock,
    signal: stop.signal,
    pauseMs: (failures) => failures * 100,
    onRetry: (retry) => retries.push(retry),
  });
  /** Lets failed attempts set their timers, then moves the clock. */
  const advance = async (ms: number) => {
    await clock.advance(0);
    await clock.advance(ms);
  };
  return { advance, stop, retries, delivery, attempts: () => attempts };
}

describe('deliverEvent', () => {
  it('publishes the event once when the bus takes it', async () => {
    const { delivery, attempts, retries } = deliver();
    expect(await delivery).toEqual({ outcome: 'PUBLISHED' });
    expect([attempts(), retries]).toEqual([1, []]);
  });

  it('repeats a retryable failure and an error without a code after the given pauses', async () => {
    const { advance, delivery, attempts, retries } = deliver(unavailable(), new Error('reset'));
    await advance(99);
    expect(attempts()).toBe(1);
    await advance(1);
    expect(attempts()).toBe(2);
    await advance(200);
    expect(await delivery).toEqual({ outcome: 'PUBLISHED' });
    expect(retries).toEqual([
      { code: 'BUS_UNAVAILABLE', failures: 1, pauseMs: 100 },
      { code: 'UNEXPECTED', failures: 2, pauseMs: 200 },
    ]);
  });

  it('returns the code when the bus refuses the event for good', async () => {
    const { delivery, attempts } = deliver(new Failure('BUS_MESSAGE_TOO_LARGE', 'no'));
    expect(await delivery).toEqual({ outcome: 'REFUSED', code: 'BUS_MESSAGE_TOO_LARGE' });
    expect(attempts()).toBe(1);
  });

  it('gives up at once when the bus is closed', async () => {
    const closed = new Failure('BUS_CLOSED', 'closed', { retryable: true });
    const { advance, delivery, attempts } = deliver(unavailable(), closed, unavailable());
    await advance(100);
    expect(await delivery).toEqual({ outcome: 'BUS_CLOSED' });
    expect(attempts()).toBe(2);
  });

  it('ends its pause when it is stopped, without another attempt', async () => {
    const { advance, stop, delivery, attempts } = deliver(unavailable());
    await advance(0);
    stop.abort();
    expect(await delivery).toEqual({ outcome: 'STOPPED' });
    await advance(10_000);
    expect(attempts()).toBe(1);
  });

  it('reports the outcome of an attempt that was under way when it was stopped', async () => {
    const stop = new AbortController();
    const publish = async () => stop.abort();
    const options = { clock: new ManualClock(), signal: stop.signal, pauseMs: () => 1, onRetry: () => undefined };
    expect(await deliverEvent(publish, options)).toEqual({ outcome: 'PUBLISHED' });
    expect(await deliverEvent(publish, options)).toEqual({ outcome: 'STOPPED' });
  });
});
