import { describe, expect, it } from '@jest/globals';
import type { Delivery, ShardLease } from '@earshot/ports';
import { CapturingLogger, InMemoryShardLeases, ManualClock } from '@earshot/testing';
import { GroupLeases } from './group-leases.js';
import { OwnedShards } from './owned-shards.js';
import { windowFor } from '../../shared/partition-window.js';
import { ShardReader } from '../read/shard-reader.js';
import type { ShardBatch } from '../read/shard-source.js';

const scope = { stream: 'stream', group: 'stage' };
const nextSteps = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** A member that owns one shard with three messages. The test moves the clock of the lease store. */
async function aMember() {
  const clock = new ManualClock();
  const leases = new InMemoryShardLeases(clock);
  const logger = new CapturingLogger();
  const handled: Omit<Delivery, 'topic'>[] = [];
  const lost: (readonly number[])[] = [];
  const events: string[] = [];
  await leases.enrol(scope, ['shardId-000000000003']);
  await leases.renew(scope, 'me', 1_000, new Map());
  const seen = (await leases.read(scope)).leases[0] as ShardLease;
  const lease = (await leases.acquire(scope, seen, 'me', 1_000)) as ShardLease;
  const subscriber = {
    acknowledge: 'manual' as const,
    window: windowFor('calls.audio'),
    hasParts: true,
    handle: async (delivery: Omit<Delivery, 'topic'>) => void handled.push(delivery),
    onLost: (partitions: readonly number[]) => {
      events.push('lost');
      lost.push(partitions);
    },
  };
  const owned = new OwnedShards({
    leases: new GroupLeases(leases, { scope, member: 'me', leaseMs: 1_000 }),
    ...{ subscriber, clock, logger },
    onShardEnd: () => void events.push('end'),
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
    ...{ shard, start: { from: 'TRIM_HORIZON' }, parentTails: [], source, tailSource: source },
    ...{ subscriber, clock, logger },
  });
  owned.add(lease, reader);
  await nextSteps();
  const storedLease = async () => (await leases.read(scope)).leases[0] as ShardLease;
  return { clock, leases, owned, lease, handled, lost, events, storedLease, endShard: () => end() };
}

describe('OwnedShards', () => {
  it('stores checkpoints up to the first unacknowledged message', async () => {
    const { owned, handled, storedLease } = await aMember();
    await owned.storeCheckpoints();
    expect((await storedLease()).checkpoint).toBeNull();
    handled[0]?.acknowledge();
    handled[2]?.acknowledge();
    await owned.storeCheckpoints();
    expect((await storedLease()).checkpoint).toBe('1');
    expect(owned.backlogs.get('shardId-000000000003')).toBe(2);
    await owned.close();
  });

  it('loses a shard when the store refuses its checkpoint, and stores nothing more', async () => {
    const { clock, leases, owned, lease, handled, lost, storedLease } = await aMember();
    await clock.advance(1_001);
    await leases.renew(scope, 'other', 1_000, new Map());
    await leases.acquire(scope, lease, 'other', 1_000);
    handled[0]?.acknowledge();
    await owned.storeCheckpoints();
    await nextSteps();
    expect(lost).toEqual([[3]]);
    expect(owned.backlogs.size).toBe(0);
    handled[1]?.acknowledge();
    await owned.storeCheckpoints();
    expect(await storedLease()).toMatchObject({ owner: 'other', checkpoint: null });
    expect(lost).toHaveLength(1);
    await owned.close();
  });

  it('releases a requested shard after storing its checkpoint and telling the subscriber', async () => {
    const { leases, owned, lease, handled, lost, events, storedLease } = await aMember();
    await leases.renew(scope, 'other', 1_000, new Map());
    await leases.steal(scope, lease, 'other', 1_000);
    handled[0]?.acknowledge();
    owned.reconcile(await leases.read(scope));
    owned.reconcile(await leases.read(scope));
    await nextSteps();
    expect(lost).toEqual([[3]]);
    expect(events).toEqual(['lost']);
    expect(await storedLease()).toMatchObject({ owner: null, wantedBy: 'other', checkpoint: '1' });
    handled[1]?.acknowledge();
    await owned.storeCheckpoints();
    expect((await storedLease()).checkpoint).toBe('1');
  });

  it('waits at the end of a shard for acknowledgements, at most a lease, and then finishes it', async () => {
    const { clock, owned, handled, lost, events, storedLease, endShard } = await aMember();
    handled[0]?.acknowledge();
    endShard();
    await nextSteps();
    expect((await storedLease()).isFinished).toBe(false);
    await clock.advance(1_000);
    await nextSteps();
    expect(await storedLease()).toMatchObject({ isFinished: true, checkpoint: '1', owner: null });
    expect(lost).toEqual([[3]]);
    expect(events).toEqual(['lost', 'end']);
    await owned.close();
  });

  it('finishes a shard at its end at once when everything is acknowledged', async () => {
    const { handled, storedLease, endShard } = await aMember();
    for (const delivery of handled) delivery.acknowledge();
    endShard();
    await nextSteps();
    expect(await storedLease()).toMatchObject({ isFinished: true, checkpoint: '3' });
  });

  it('releases its shards on close without calling onLost', async () => {
    const { owned, handled, lost, storedLease } = await aMember();
    handled[0]?.acknowledge();
    await owned.close();
    expect(lost).toEqual([]);
    expect(await storedLease()).toMatchObject({ owner: null, checkpoint: '1' });
  });
});
