import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import type { Delivery } from '@earshot/ports';
import { PartitionWork, type PartitionWorkOptions } from './partition-dispatcher.js';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const bytes = (text: string) => new TextEncoder().encode(text);

/** A partition whose handlers wait to be finished by the test, by the text of their message. */
function aPartition(options: Partial<PartitionWorkOptions<number>> & { acknowledge?: 'on-return' | 'manual' } = {}) {
  const clock = new ManualClock();
  const started: string[] = [];
  const underWay = new Map<string, { delivery: Delivery; finish(): void; fail(): void }>();
  const moved: number[] = [];
  const work = new PartitionWork<number>({
    topic: 'calls.transcript',
    partition: 3,
    clock,
    window: { maxUnhandledMessages: 100, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    onAcknowledged: (position) => void moved.push(position),
    subscriber: {
      acknowledge: options.acknowledge ?? 'on-return',
      handle: (delivery) => {
        const text = new TextDecoder().decode(delivery.value);
        started.push(text);
        return new Promise((resolve, reject) =>
          underWay.set(text, { delivery, finish: resolve, fail: () => reject(new Error('not yet')) }),
        );
      },
    },
    ...options,
  });
  let position = 0;
  return {
    clock,
    work,
    started,
    moved,
    add: (...texts: string[]) =>
      texts.forEach((text) => work.add({ position: (position += 1), key: text[0] ?? '', value: bytes(text) })),
    delivery: (text: string) => underWay.get(text)?.delivery as Delivery,
    finish: async (...texts: string[]) => {
      for (const text of texts) {
        underWay.get(text)?.finish();
        await settled();
      }
    },
    fail: async (text: string) => {
      underWay.get(text)?.fail();
      await settled();
    },
  };
}

describe('the work of one partition', () => {
  it('takes a key one after the other and keys side by side', async () => {
    const { add, started, finish } = aPartition();
    add('a1', 'a2', 'b1');
    expect(started).toEqual(['a1', 'b1']);
    await finish('a1');
    expect(started).toEqual(['a1', 'b1', 'a2']);
  });

  it('says what it gives its handler', () => {
    const { add, delivery } = aPartition();
    add('a1');
    expect(delivery('a1')).toMatchObject({ topic: 'calls.transcript', key: 'a', partition: 3, attempt: 1 });
  });

  it('brings a failed message again before later ones of its key, counting, with a growing pause', async () => {
    const { add, started, fail, finish, delivery, clock } = aPartition();
    add('a1', 'a2');
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

  it('never pauses longer than five seconds', async () => {
    const { add, started, fail, clock } = aPartition();
    add('a1');
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await fail('a1');
      await clock.advance(5_000);
    }
    expect(started).toHaveLength(21);
  });

  it('moves the acknowledged position over no hole', async () => {
    const { add, finish, work, moved } = aPartition();
    add('a1', 'b1', 'c1', 'a2');
    await finish('b1', 'c1');
    expect(work.acknowledged).toBeUndefined();
    await finish('a1');
    expect(work.acknowledged).toBe(3);
    await finish('a2');
    expect(moved).toEqual([3, 4]);
  });

  it('acknowledges by hand late, out of order and twice', async () => {
    const { add, finish, work, moved, delivery } = aPartition({ acknowledge: 'manual' });
    add('a1', 'a2', 'a3');
    await finish('a1', 'a2', 'a3');
    expect(moved).toEqual([]);
    delivery('a2').acknowledge();
    delivery('a2').acknowledge();
    expect(moved).toEqual([]);
    delivery('a1').acknowledge();
    expect(work.acknowledged).toBe(2);
    delivery('a3').acknowledge();
    expect(moved).toEqual([2, 3]);
  });

  it('is full by messages, and has room again when half of them are handled', async () => {
    const { add, finish, work } = aPartition({
      window: { maxUnhandledMessages: 4, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    });
    add('a1', 'b1', 'c1');
    expect(work.room()).toBeUndefined();
    add('d1');
    let roomy = false;
    void work.room()?.then(() => (roomy = true));
    await finish('a1');
    expect([work.isFull, roomy]).toEqual([false, false]);
    await finish('b1');
    expect(roomy).toBe(true);
  });

  it('is full by bytes, and by what waits behind a hole', async () => {
    const byBytes = aPartition({ window: { maxUnhandledMessages: 100, maxUnhandledBytes: 4, maxUnacknowledged: 100 } });
    byBytes.add('a1', 'b1');
    expect(byBytes.work.isFull).toBe(true);
    const byHole = aPartition({
      window: { maxUnhandledMessages: 100, maxUnhandledBytes: 1_000, maxUnacknowledged: 3 },
    });
    byHole.add('a1', 'b1', 'c1');
    await byHole.finish('b1', 'c1');
    expect(byHole.work.isFull).toBe(true);
    await byHole.finish('a1');
    expect(byHole.work.isFull).toBe(false);
  });

  it('lets the neighbours of a stuck key go on until the window is full', async () => {
    const { add, started, finish } = aPartition();
    add('a1', 'a2');
    for (let n = 1; n <= 9; n += 1) {
      add(`b${n}`);
      await finish(`b${n}`);
    }
    expect(started.filter((text) => text.startsWith('b'))).toHaveLength(9);
  });

  it('holds: starts nothing, waits for what is under way, still acknowledges; then goes on', async () => {
    const { add, started, finish, work } = aPartition();
    add('a1', 'a2', 'b1');
    let quiet = false;
    const holding = work.hold().then(() => (quiet = true));
    add('c1');
    await finish('a1');
    expect([quiet, started, work.acknowledged]).toEqual([false, ['a1', 'b1'], 1]);
    await finish('b1');
    await holding;
    work.goOn();
    expect(started).toEqual(['a1', 'b1', 'a2', 'c1']);
  });

  it('goes on with a key whose handler outlasted the hold', async () => {
    const { add, started, finish, work } = aPartition();
    add('a1', 'a2');
    void work.hold();
    work.goOn();
    await finish('a1');
    expect(started).toEqual(['a1', 'a2']);
  });

  it('does not make a stop wait for the pause of a failed message', async () => {
    const { add, started, fail, work } = aPartition();
    add('a1');
    await fail('a1');
    await work.stop();
    expect(started).toEqual(['a1']);
  });

  it('stops: no handler starts, and acknowledging has no effect', async () => {
    const { add, started, finish, work, moved, delivery } = aPartition({ acknowledge: 'manual' });
    add('a1', 'a2');
    let done = false;
    const stopping = work.stop().then(() => (done = true));
    delivery('a1').acknowledge();
    await settled();
    expect(done).toBe(false);
    await finish('a1');
    await stopping;
    work.goOn();
    add('b1');
    delivery('a1').acknowledge();
    expect([started, moved, work.acknowledged]).toEqual([['a1'], [], undefined]);
  });

  it('lets a reader that waits for room go when it stops', async () => {
    const { add, finish, work } = aPartition({
      window: { maxUnhandledMessages: 1, maxUnhandledBytes: 1_000, maxUnacknowledged: 100 },
    });
    add('a1');
    const room = work.room();
    const stopping = work.stop();
    await room;
    await finish('a1');
    await stopping;
    expect(work.room()).toBeUndefined();
  });
});
