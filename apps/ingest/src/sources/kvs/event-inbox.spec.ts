import type { EventQueue, QueuedEvent } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { EventInbox, type EventOutcome } from './event-inbox.js';

const event: QueuedEvent = { id: 'e1', receipt: 'r1', body: '{}', sentAtMs: 0, receiveCount: 1 };

type Handle = (inbox: EventInbox, event: QueuedEvent) => EventOutcome | Promise<EventOutcome>;

/** An inbox that gets these events one after the other. `handle`: what becomes of each. */
async function receive(handle: Handle, events: readonly QueuedEvent[] = [event]) {
  const clock = new ManualClock();
  const hiddenMs: number[] = [];
  const waiting = [...events];
  let isEmpty = () => {};
  const emptied = new Promise<void>((resolve) => (isEmpty = resolve));
  const queue: EventQueue = {
    receiveEvents: (_, signal) => {
      const next = waiting.shift();
      if (next !== undefined) return Promise.resolve([next]);
      isEmpty();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('closed'))));
    },
    hideEvent: async (_, ms) => void hiddenMs.push(ms),
    deleteEvent: async () => {},
    close: () => {},
  };
  const inbox: EventInbox = new EventInbox(queue, async (one) => handle(inbox, one), {
    clock,
    logger: new CapturingLogger(),
  });
  inbox.start();
  await emptied;
  // What was handled at once is done.
  await new Promise<void>((resolve) => setImmediate(resolve));
  return { inbox, clock, hiddenMs };
}

describe('the inbox of events', () => {
  it('keeps the start of a call hidden', async () => {
    const { inbox, clock, hiddenMs } = await receive(() => 'KEPT');
    await clock.advance(40_000);
    inbox.tick();
    expect(hiddenMs).toEqual([120_000]);
    await inbox.close();
  });

  it('gives up the start of a call that is refused before the start is said to be kept', async () => {
    const { inbox, clock, hiddenMs } = await receive((own) => {
      void own.putBack(event.id, 5_000);
      return 'KEPT';
    });
    await clock.advance(40_000);
    inbox.tick();
    expect(hiddenMs).toEqual([5_000]);
    await inbox.close();
  });

  it.each([
    [1, 1_000],
    [10, 1_000],
    [50, 5_000],
    [1_000, 15_000],
  ])('puts an event back that came %i times for %i ms', async (receiveCount, expected) => {
    const { inbox, hiddenMs } = await receive(() => 'PUT_BACK', [{ ...event, receiveCount }]);
    expect(hiddenMs).toEqual([expected]);
    await inbox.close();
  });

  it('handles the next events while one still waits', async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const handled: string[] = [];
    const { inbox } = await receive(
      async (_, { id }): Promise<EventOutcome> => {
        if (id === 'slow') await slow;
        handled.push(id);
        return 'DONE';
      },
      ['slow', 'next'].map((id) => ({ ...event, id })),
    );
    expect(handled).toEqual(['next']);
    finish();
    await inbox.close();
    expect(handled).toEqual(['next', 'slow']);
  });
});
