import { describe, expect, it } from '@jest/globals';
import type { Delivery, ShardLease } from '@earshot/ports';
import { CapturingLogger, InMemoryShardLeases, ManualClock } from '@earshot/testing';
import { OwnedShards } from './owned-shards.js';
import { ShardReader } from '../read/shard-reader.js';
import type { ShardBatch } from '../read/shard-source.js';

const scope = { stream: 'stream', group: 'stage' };
const window = { maxUnhandledMessages: 100, maxUnhandledBytes: 100_000, maxUnacknowledged: 100 };
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** One member with one shard that has three messages, and a store whose time the test moves. */
async function aMember() {
  const clock = new ManualClock();
  const leases = new InMemoryShardLeases(clock);
  const logger = new CapturingLogger();
  const handled: Delivery[] = [];
  const lost: (readonly number[])[] = [];
  const events: string[] = [];
  await leases.enrol(scope, ['shardId-000000000003']);
  await leases.renew(scope, 'me', 1_000, new Map());
  const seen = (await leases.read(scope)).leases[0] as ShardLease;
  const lease = (await leases.acquire(scope, seen, 'me', 1_000)) as ShardLease;
  const subscriber = {
    acknowledge: 'manual' as const,
    handle: async (delivery: Delivery) => void handled.push(delivery),
    onLost: (partitions: readonly number[]) => {
      events.push('lost');
      lost.push(partitions);
    },
  };
  const owned = new OwnedShards({
    ...{ member: 'me', scope, leases, leaseMs: 1_000, subscriber, clock, logger },
    onEnd: () => void events.push('end'),
  });
  let end = () => {};
  const source = {
    async *read(_shard: string, _start: unknown, signal: AbortSignal): AsyncGenerator<ShardBatch> {
      const records = ['1', '2', '3'].map((sequenceNumber) => ({
        ...{ sequenceNumber, key: 'a', data: Buffer.from(sequenceNumber), arrivedAtMs: 0 },
      }));
      yield { records, millisBehindLatest: 0, isEnd: false };
      await new Promise<void>((resolve) => {
        end = resolve;
        signal.addEventListener('abort', () => resolve());
      });
      if (!signal.aborted) yield { records: [], millisBehindLatest: 0, isEnd: true };
    },
  };
  const shard = { id: lease.shard, parents: [], isOpen: true, holds: () => true };
  const reader = new ShardReader({
    ...{ topic: 'calls.audio', shard, start: { from: 'TRIM_HORIZON' }, tails: [], source, tailSource: source },
    ...{ subscriber, window, clock, logger },
  });
  owned.begin(lease, reader);
  await settled();
  const row = async () => (await leases.read(scope)).leases[0] as ShardLease;
  return { clock, leases, owned, lease, handled, lost, events, row, endShard: () => end() };
}

describe('the shards a member owns', () => {
  it('are stored as far as they are acknowledged without a hole', async () => {
    const { owned, handled, row } = await aMember();
    await owned.storeAll();
    expect((await row()).checkpoint).toBeNull();
    handled[0]?.acknowledge();
    handled[2]?.acknowledge();
    await owned.storeAll();
    expect((await row()).checkpoint).toBe('1');
    expect(owned.backlogs.get('shardId-000000000003')).toBe(2);
    await owned.close();
  });

  it('are lost at once when a checkpoint is refused, and store nothing more', async () => {
    const { clock, leases, owned, lease, handled, lost, row } = await aMember();
    await clock.advance(1_001);
    await leases.renew(scope, 'other', 1_000, new Map());
    await leases.acquire(scope, lease, 'other', 1_000);
    handled[0]?.acknowledge();
    await owned.storeAll();
    await settled();
    expect(lost).toEqual([[3]]);
    expect(owned.backlogs.size).toBe(0);
    handled[1]?.acknowledge();
    await owned.storeAll();
    expect(await row()).toMatchObject({ owner: 'other', checkpoint: null });
    expect(lost).toHaveLength(1);
    await owned.close();
  });

  it('are let go for who asked: checkpoint stored, subscriber told, then free', async () => {
    const { leases, owned, lease, handled, lost, events, row } = await aMember();
    await leases.renew(scope, 'other', 1_000, new Map());
    await leases.steal(scope, lease, 'other', 1_000);
    handled[0]?.acknowledge();
    owned.compare(await leases.read(scope));
    owned.compare(await leases.read(scope));
    await settled();
    expect(lost).toEqual([[3]]);
    expect(events).toEqual(['lost']);
    expect(await row()).toMatchObject({ owner: null, wantedBy: 'other', checkpoint: '1' });
    handled[1]?.acknowledge();
    await owned.storeAll();
    expect((await row()).checkpoint).toBe('1');
  });

  it('wait at their end for what is not acknowledged, not for ever, and are finished then', async () => {
    const { clock, owned, handled, lost, events, row, endShard } = await aMember();
    handled[0]?.acknowledge();
    endShard();
    await settled();
    expect((await row()).isFinished).toBe(false);
    await clock.advance(1_000);
    await settled();
    expect(await row()).toMatchObject({ isFinished: true, checkpoint: '1', owner: null });
    expect(lost).toEqual([[3]]);
    expect(events).toEqual(['lost', 'end']);
    await owned.close();
  });

  it('are finished at once at their end when everything is acknowledged', async () => {
    const { handled, row, endShard } = await aMember();
    for (const delivery of handled) delivery.acknowledge();
    endShard();
    await settled();
    expect(await row()).toMatchObject({ isFinished: true, checkpoint: '3' });
  });

  it('are let go without a word to the subscriber when it closes', async () => {
    const { owned, handled, lost, row } = await aMember();
    handled[0]?.acknowledge();
    await owned.close();
    expect(lost).toEqual([]);
    expect(await row()).toMatchObject({ owner: null, checkpoint: '1' });
  });
});
