import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KinesisClient, ListShardsCommand, MergeShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import type { EventBus, SubscribeOptions } from '@earshot/ports';
import { startKinesis, type KinesisServer } from '@earshot/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { aKinesisBus, bytes, freshLeases, settingsFor, textOf, until } from './kinesis-harness.js';

const topic = 'calls.transcript' as const;
const keys = Array.from({ length: 12 }, (_, at) => `call-${at}`);
let kinesis: KinesisServer;
let client: KinesisClient;
beforeAll(async () => {
  kinesis = await startKinesis();
  client = new KinesisClient({
    region: 'eu-central-1',
    endpoint: kinesis.endpoint,
    requestHandler: new NodeHttpHandler(),
  });
});
afterAll(async () => {
  client.destroy();
  await kinesis.dispose();
});

const shardsOf = async (stream: string) =>
  ((await client.send(new ListShardsCommand({ StreamName: stream }))).Shards ?? []).map((shard) => ({
    id: shard.ShardId as string,
    isOpen: shard.SequenceNumberRange?.EndingSequenceNumber === undefined,
    first: BigInt(shard.HashKeyRange?.StartingHashKey as string),
    last: BigInt(shard.HashKeyRange?.EndingHashKey as string),
  }));

async function split(stream: string): Promise<void> {
  const before = await shardsOf(stream);
  const shard = before.find(({ isOpen }) => isOpen) as (typeof before)[number];
  const middle = (shard.first + shard.last) / 2n;
  await client.send(
    new SplitShardCommand({ StreamName: stream, ShardToSplit: shard.id, NewStartingHashKey: String(middle) }),
  );
  await until(async () => (await shardsOf(stream)).length === before.length + 2, 'the split');
}

async function merge(stream: string): Promise<void> {
  const before = await shardsOf(stream);
  const open = before.filter(({ isOpen }) => isOpen).sort((a, b) => (a.first < b.first ? -1 : 1));
  const [first, second] = open;
  await client.send(
    new MergeShardsCommand({ StreamName: stream, ShardToMerge: first?.id, AdjacentShardToMerge: second?.id }),
  );
  await until(async () => (await shardsOf(stream)).length === before.length + 1, 'the merge');
}

/** What each key brought, in order; a message that came again counts where it came first. */
class Heard {
  readonly times = new Map<string, number>();
  private readonly byKey = new Map<string, number[]>();

  take(delivery: { key: string; value: Uint8Array }): void {
    const text = textOf(delivery);
    const name = `${delivery.key}#${text}`;
    this.times.set(name, (this.times.get(name) ?? 0) + 1);
    if (this.times.get(name) === 1) this.byKey.set(delivery.key, [...this.of(delivery.key), Number(text)]);
  }

  of(key: string): number[] {
    return this.byKey.get(key) ?? [];
  }

  get count(): number {
    return this.times.size;
  }
}

const subscribe = (bus: EventBus, heard: Heard, over: Partial<SubscribeOptions> = {}) =>
  bus.subscribe({
    ...{ topic, as: { group: 'stage' }, acknowledge: 'on-return' },
    handle: async (delivery) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      heard.take(delivery);
    },
    ...over,
  });

/** Publishes numbers, the next round of all keys when the last one is safe. */
async function publishRounds(bus: EventBus, from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await Promise.all(keys.map((key) => bus.publish(topic, key, bytes(String(n)))));
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('shards that are split and merged under way', () => {
  for (const members of [1, 2]) {
    it(`lose nothing and keep the order of each key, with ${members} in the group`, async () => {
      const settings = settingsFor(kinesis.endpoint, { maxShards: 2 });
      const leases = freshLeases();
      const buses = Array.from({ length: members }, () => aKinesisBus(settings, leases));
      const bus = buses[0] as EventBus;
      const stream = `${settings.streamPrefix}${topic}`;
      const heard = new Heard();
      const instance = new Heard();
      for (const member of buses) await subscribe(member, heard);
      await subscribe(bus, instance, { as: { everyInstance: true } });

      // Quiet ones first: shards that nothing was written to have children too.
      for (const reshard of [split, merge, split]) await reshard(stream);
      for (const [at, reshard] of [split, merge, merge, split].entries()) {
        await Promise.all([publishRounds(bus, at * 20, 20), reshard(stream)]);
      }
      await until(() => heard.count === keys.length * 80 && instance.count === keys.length * 80, 'all messages');
      for (const key of keys) {
        expect(heard.of(key)).toEqual(upTo(80));
        expect(instance.of(key)).toEqual(upTo(80));
      }
      expect([...instance.times.values()].every((times) => times === 1)).toBe(true);
      await Promise.all(buses.map((one) => one.close()));
    }, 120_000);
  }

  it('are read by a group that comes later from the oldest shard on', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1 });
    const bus = aKinesisBus(settings);
    const stream = `${settings.streamPrefix}${topic}`;
    await publishRounds(bus, 0, 5);
    await split(stream);
    await publishRounds(bus, 5, 5);
    await merge(stream);
    await publishRounds(bus, 10, 5);
    const heard = new Heard();
    await subscribe(bus, heard);
    await until(() => heard.count === keys.length * 15, 'all messages');
    for (const key of keys) expect(heard.of(key)).toEqual(upTo(15));
    await bus.close();
  }, 120_000);

  it('bring again with the children what was not acknowledged of the parent, so that nobody waits for ever', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1, leaseMs: 1_000 });
    const bus = aKinesisBus(settings);
    const stream = `${settings.streamPrefix}${topic}`;
    // As a transcriber does: acknowledges each three only with the third, and forgets what it has when a shard goes.
    const kept = new Map<string, { acknowledge(): void }[]>();
    const lost: number[] = [];
    const heard = new Heard();
    await subscribe(bus, heard, {
      acknowledge: 'manual',
      onLost: (partitions) => {
        lost.push(...partitions);
        kept.clear();
      },
      handle: async (delivery) => {
        heard.take(delivery);
        const waiting = [...(kept.get(delivery.key) ?? []), delivery];
        kept.set(delivery.key, waiting);
        if (Number(textOf(delivery)) % 3 !== 2) return;
        for (const each of waiting) each.acknowledge();
        kept.delete(delivery.key);
      },
    });
    await publishRounds(bus, 0, 5);
    await until(() => heard.count === keys.length * 5, 'the first five');
    await split(stream);
    await publishRounds(bus, 5, 1);
    await until(() => heard.count === keys.length * 6, 'the sixth');
    expect(lost).toEqual([0]);
    for (const key of keys) {
      expect(heard.of(key)).toEqual(upTo(6));
      expect(upTo(6).map((n) => heard.times.get(`${key}#${n}`))).toEqual([1, 1, 1, 2, 2, 1]);
    }
    await until(async () => (await bus.backlogMessages(topic, 'stage')) === 0, 'everything is acknowledged');
    await bus.close();
  }, 120_000);
});
