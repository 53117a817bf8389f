import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import type { Delivery } from '@earshot/ports';
import { PartitionDispatcher, type PartitionDispatcherOptions } from './partition-dispatcher.js';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const bytes = (text: string) => new TextEncoder().encode(text);

/** A dispatcher whose handlers run until the test finishes them. The test names a handler by the text of its message. */
function aPartition(
  options: Partial<PartitionDispatcherOptions<number>> & { acknowledge?: 'on-return' | 'manual' } = {},
) {
  const clock = new ManualClock();
  const started: string[] = [];
  const running = new Map<string, { delivery: Omit<Delivery, 'topic'>; finish(): void; fail(): void }>();
  const acknowledgedUpTo: number[] = [];
  const dispatcher = new PartitionDispatcher<number>({
    partition: 3,
    clock,
    window: { maxUnhandledMessages: 100, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    onAcknowledged: (position) => void acknowledgedUpTo.push(position),
    subscriber: {
      acknowledge: options.acknowledge ?? 'on-return',
      handle: (delivery) => {
        const text = new TextDecoder().decode(delivery.value);
        started.push(text);
        return new Promise((resolve, reject) =>
          running.set(text, { delivery, finish: resolve, fail: () => reject(new Error('not yet')) }),
        );
      },
    },
    ...options,
  });
  let position = 0;
  return {
    clock,
    dispatcher,
    started,
    acknowledgedUpTo,
    enqueue: (...texts: string[]) =>
      texts.forEach((text) =>
        dispatcher.enqueue({ position: (position += 1), key: text[0] ?? '', value: bytes(text) }),
      ),
    delivery: (text: string) => running.get(text)?.delivery as Omit<Delivery, 'topic'>,
    finish: async (...texts: string[]) => {
      for (const text of texts) {
        running.get(text)?.finish();
        await nextTurn();
      }
    },
    fail: async (text: string) => {
      running.get(text)?.fail();
      await nextTurn();
    },
  };
}

describe('PartitionDispatcher', () => {
  it('handles the messages of one key in order and different keys in parallel', async () => {
    const { enqueue, started, finish } = aPartition();
    enqueue('a1', 'a2', 'b1');
    expect(started).toEqual(['a1', 'b1']);
    await finish('a1');
    expect(started).toEqual(['a1', 'b1', 'a2']);
  });

  it('tells the handler key, partition and attempt', () => {
    const { enqueue, delivery } = aPartition();
    enqueue('a1');
    expect(delivery('a1')).toMatchObject({ key: 'a', partition: 3, attempt: 1 });
  });

  it('delivers a failed message again before later ones of its key, with a higher attempt and a longer pause', async () => {
    const { enqueue, started, fail, finish, delivery, clock } = aPartition();
    enqueue('a1', 'a2');
    await fail('a1');
    await clock.advance(49);
    expect(started).toEqual(['a1']);
    await clock.advance(1);
    expect(delivery('a1').attempt).toBe(2);
    await fail('a1');
    await clock.advance(99);
    expect(started).toEqual(['a1', 'a1']);
    await clock.advance(1);
    await finish('a1');
    expect(started).toEqual(['a1', 'a1', 'a1', 'a2']);
    expect(delivery('a2').attempt).toBe(1);
  });

  it('pauses at most five seconds', async () => {
    const { enqueue, started, fail, clock } = aPartition();
    enqueue('a1');
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await fail('a1');
      await clock.advance(5_000);
    }
    expect(started).toHaveLength(21);
  });

  it('does not move the acknowledged position past an unacknowledged message', async () => {
    const { enqueue, finish, dispatcher, acknowledgedUpTo } = aPartition();
    enqueue('a1', 'b1', 'c1', 'a2');
    await finish('b1', 'c1');
    expect(dispatcher.acknowledged).toBeUndefined();
    await finish('a1');
    expect(dispatcher.acknowledged).toBe(3);
    await finish('a2');
    expect(acknowledgedUpTo).toEqual([3, 4]);
  });

  it('accepts manual acknowledgements that are late, out of order or repeated', async () => {
    const { enqueue, finish, dispatcher, acknowledgedUpTo, delivery } = aPartition({ acknowledge: 'manual' });
    enqueue('a1', 'a2', 'a3');
    await finish('a1', 'a2', 'a3');
    expect(acknowledgedUpTo).toEqual([]);
    delivery('a2').acknowledge();
    delivery('a2').acknowledge();
    expect(acknowledgedUpTo).toEqual([]);
    delivery('a1').acknowledge();
    expect(dispatcher.acknowledged).toBe(2);
    delivery('a3').acknowledge();
    expect(acknowledgedUpTo).toEqual([2, 3]);
  });

  it('is full at its message limit and has room when half of the messages are handled', async () => {
    const { enqueue, finish, dispatcher } = aPartition({
      window: { maxUnhandledMessages: 4, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    });
    enqueue('a1', 'b1', 'c1');
    expect(dispatcher.waitForRoom()).toBeUndefined();
    enqueue('d1');
    let hasRoom = false;
    void dispatcher.waitForRoom()?.then(() => (hasRoom = true));
    await finish('a1');
    expect([dispatcher.isFull, hasRoom]).toEqual([false, false]);
    await finish('b1');
    expect(hasRoom).toBe(true);
  });

  it('is full at its byte limit and at its limit of unacknowledged positions', async () => {
    const byBytes = aPartition({ window: { maxUnhandledMessages: 100, maxUnhandledBytes: 4, maxUnacknowledged: 100 } });
    byBytes.enqueue('a1', 'b1');
    expect(byBytes.dispatcher.isFull).toBe(true);
    const byHole = aPartition({
      window: { maxUnhandledMessages: 100, maxUnhandledBytes: 1_000, maxUnacknowledged: 3 },
    });
    byHole.enqueue('a1', 'b1', 'c1');
    await byHole.finish('b1', 'c1');
    expect(byHole.dispatcher.isFull).toBe(true);
    await byHole.finish('a1');
    expect(byHole.dispatcher.isFull).toBe(false);
  });

  it('handles other keys while one key is stuck, until the window is full', async () => {
    const { enqueue, started, finish } = aPartition();
    enqueue('a1', 'a2');
    for (let n = 1; n <= 9; n += 1) {
      enqueue(`b${n}`);
      await finish(`b${n}`);
    }
    expect(started.filter((text) => text.startsWith('b'))).toHaveLength(9);
  });

  it('starts no handler while suspended, waits for running ones, counts acknowledgements, and continues after resume', async () => {
    const { enqueue, started, finish, dispatcher } = aPartition();
    enqueue('a1', 'a2', 'b1');
    let isSuspended = false;
    const suspending = dispatcher.suspend().then(() => (isSuspended = true));
    enqueue('c1');
    await finish('a1');
    expect([isSuspended, started, dispatcher.acknowledged]).toEqual([false, ['a1', 'b1'], 1]);
    await finish('b1');
    await suspending;
    dispatcher.resume();
    expect(started).toEqual(['a1', 'b1', 'a2', 'c1']);
  });

  it('continues a key whose handler ran through the whole suspension', async () => {
    const { enqueue, started, finish, dispatcher } = aPartition();
    enqueue('a1', 'a2');
    void dispatcher.suspend();
    dispatcher.resume();
    await finish('a1');
    expect(started).toEqual(['a1', 'a2']);
  });

  it('ends the pause of a failed message when it stops', async () => {
    const { enqueue, started, fail, dispatcher } = aPartition();
    enqueue('a1');
    await fail('a1');
    await dispatcher.stop();
    expect(started).toEqual(['a1']);
  });

  it('starts no handler after a stop and ignores acknowledgements', async () => {
    const { enqueue, started, finish, dispatcher, acknowledgedUpTo, delivery } = aPartition({ acknowledge: 'manual' });
    enqueue('a1', 'a2');
    let done = false;
    const stopping = dispatcher.stop().then(() => (done = true));
    delivery('a1').acknowledge();
    await nextTurn();
    expect(done).toBe(false);
    await finish('a1');
    await stopping;
    dispatcher.resume();
    enqueue('b1');
    delivery('a1').acknowledge();
    expect([started, acknowledgedUpTo, dispatcher.acknowledged]).toEqual([['a1'], [], undefined]);
  });

  it('releases a reader that waits for room when it stops', async () => {
    const { enqueue, finish, dispatcher } = aPartition({
      window: { maxUnhandledMessages: 1, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    });
    enqueue('a1');
    const room = dispatcher.waitForRoom();
    const stopping = dispatcher.stop();
    await room;
    await finish('a1');
    await stopping;
    expect(dispatcher.waitForRoom()).toBeUndefined();
  });
});
