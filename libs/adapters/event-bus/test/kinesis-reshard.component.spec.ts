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

/** Keeps the numbers that each key delivered, in order. A repeated message keeps its first place. */
class ReceivedMessages {
  readonly times = new Map<string, number>();
  private readonly byKey = new Map<string, number[]>();

  add(delivery: { key: string; value: Uint8Array }): void {
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

const subscribe = (bus: EventBus, received: ReceivedMessages, over: Partial<SubscribeOptions> = {}) =>
  bus.subscribe({
    ...{ topic, as: { group: 'stage' }, acknowledge: 'on-return' },
    handle: async (delivery) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      received.add(delivery);
    },
    ...over,
  });

/** Publishes one number per key and round. A round starts when the last one is safe. */
async function publishRounds(bus: EventBus, from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await Promise.all(keys.map((key) => bus.publish(topic, key, bytes(String(n)))));
  }
}

const firstNumbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('shards that are split and merged while they are read', () => {
  for (const members of [1, 2]) {
    it(`lose nothing and keep the order of each key, with ${members} in the group`, async () => {
      const settings = settingsFor(kinesis.endpoint, { maxShards: 2 });
      const leases = freshLeases();
      const buses = Array.from({ length: members }, () => aKinesisBus(settings, leases));
      const bus = buses[0] as EventBus;
      const stream = `${settings.streamPrefix}${topic}`;
      const received = new ReceivedMessages();
      const instance = new ReceivedMessages();
      for (const member of buses) await subscribe(member, received);
      await subscribe(bus, instance, { as: { everyInstance: true } });

      // Empty shards first: they have children too.
      for (const reshard of [split, merge, split]) await reshard(stream);
      for (const [at, reshard] of [split, merge, merge, split].entries()) {
        await Promise.all([publishRounds(bus, at * 20, 20), reshard(stream)]);
      }
      await until(() => received.count === keys.length * 80 && instance.count === keys.length * 80, 'all messages');
      for (const key of keys) {
        expect(received.of(key)).toEqual(firstNumbers(80));
        expect(instance.of(key)).toEqual(firstNumbers(80));
      }
      expect([...instance.times.values()].every((times) => times === 1)).toBe(true);
      await Promise.all(buses.map((one) => one.close()));
    }, 120_000);
  }

  it('are read from the oldest shard on by a group that subscribes later', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1 });
    const bus = aKinesisBus(settings);
    const stream = `${settings.streamPrefix}${topic}`;
    await publishRounds(bus, 0, 5);
    await split(stream);
    await publishRounds(bus, 5, 5);
    await merge(stream);
    await publishRounds(bus, 10, 5);
    const received = new ReceivedMessages();
    await subscribe(bus, received);
    await until(() => received.count === keys.length * 15, 'all messages');
    for (const key of keys) expect(received.of(key)).toEqual(firstNumbers(15));
    await bus.close();
  }, 120_000);

  it('deliver unacknowledged messages of the parent again with the children', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1, leaseMs: 1_000 });
    const bus = aKinesisBus(settings);
    const stream = `${settings.streamPrefix}${topic}`;
    // Like transcription: acknowledges three messages at the third, and discards its state when it loses a shard.
    const unacknowledged = new Map<string, { acknowledge(): void }[]>();
    const lost: number[] = [];
    const received = new ReceivedMessages();
    await subscribe(bus, received, {
      acknowledge: 'manual',
      onLost: (partitions) => {
        lost.push(...partitions);
        unacknowledged.clear();
      },
      handle: async (delivery) => {
        received.add(delivery);
        const waiting = [...(unacknowledged.get(delivery.key) ?? []), delivery];
        unacknowledged.set(delivery.key, waiting);
        if (Number(textOf(delivery)) % 3 !== 2) return;
        for (const each of waiting) each.acknowledge();
        unacknowledged.delete(delivery.key);
      },
    });
    await publishRounds(bus, 0, 5);
    await until(() => received.count === keys.length * 5, 'the first five');
    await split(stream);
    await publishRounds(bus, 5, 1);
    await until(() => received.count === keys.length * 6, 'the sixth');
    expect(lost).toEqual([0]);
    for (const key of keys) {
      expect(received.of(key)).toEqual(firstNumbers(6));
      expect(firstNumbers(6).map((n) => received.times.get(`${key}#${n}`))).toEqual([1, 1, 1, 2, 2, 1]);
    }
    await until(async () => (await bus.backlogMessages(topic, 'stage')) === 0, 'everything is acknowledged');
    await bus.close();
  }, 120_000);
});
