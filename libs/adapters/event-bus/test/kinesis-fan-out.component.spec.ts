import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KinesisClient, ListShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import type { EventBus } from '@earshot/ports';
import {
  CapturingLogger,
  eventBusConformanceWithin,
  startFanOut,
  startKinesis,
  type FanOutServer,
  type KinesisServer,
} from '@earshot/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { FanOutConsumer } from '../src/kinesis/read/fan-out-consumer.js';
import { FanOutSource } from '../src/kinesis/read/fan-out-source.js';
import { aKinesisBus, bytes, clock, random, settingsFor, textOf, until } from './kinesis-harness.js';

const topic = 'calls.transcript' as const;
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
let kinesis: KinesisServer;
let fanOut: FanOutServer;
beforeAll(async () => {
  kinesis = await startKinesis();
  fanOut = await startFanOut(kinesis);
});
afterEach(() => void (fanOut.mayPush = () => 'push'));
afterAll(async () => {
  await fanOut.dispose();
  await kinesis.dispose();
});
const settings = () => settingsFor(fanOut.endpoint, { fanOut: true, maxShards: 2 });

async function hear(bus: EventBus) {
  const heard = new Map<string, string[]>();
  await bus.subscribe({
    ...{ topic, as: { group: 'stage' }, acknowledge: 'on-return' },
    handle: async (delivery) => void heard.set(delivery.key, [...(heard.get(delivery.key) ?? []), textOf(delivery)]),
  });
  return heard;
}

async function publishRounds(bus: EventBus, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) await Promise.all(keys.map((key) => bus.publish(topic, key, bytes(String(n)))));
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => String(n));
const has = (heard: Map<string, string[]>, count: number) => keys.every((key) => heard.get(key)?.length === count);

describe('the Kinesis bus with enhanced fan-out, pushed by a stand-in before kinesalite', () => {
  for (const { promise, run } of eventBusConformanceWithin(60_000))
    it(promise, () => run(() => aKinesisBus(settings())), 240_000);

  it('registers one consumer for each group, and subscribes again where a subscription ended', async () => {
    fanOut.mayPush = (pushes) => (pushes.events >= 3 ? 'end' : 'push');
    const { streamPrefix, ...rest } = settings();
    const bus = aKinesisBus({ streamPrefix, ...rest });
    const heard = await hear(bus);
    await publishRounds(bus, 0, 30);
    await until(() => has(heard, 30), 'all messages');
    for (const key of keys) expect(heard.get(key)).toEqual(upTo(30));
    const positions = () =>
      fanOut.subscriptions
        .filter(({ consumer }) => consumer === `${streamPrefix}stage:1`)
        .map(({ position }) => position);
    await until(() => positions().length > 6, 'more subscriptions');
    expect(positions().filter((position) => position === 'TRIM_HORIZON')).toHaveLength(2);
    for (const key of keys) expect(heard.get(key)).toEqual(upTo(30));
    await bus.close();
  }, 120_000);

  it('does not take an end without an error for the end of a shard, even before any event', async () => {
    let refused = 0;
    fanOut.mayPush = () => ((refused += 1) <= 4 ? 'end' : 'push');
    const bus = aKinesisBus(settings());
    const heard = await hear(bus);
    await publishRounds(bus, 0, 3);
    await until(() => has(heard, 3), 'all messages');
    await bus.close();
  }, 120_000);

  it('follows a shard that is split to its children', async () => {
    const ours = settings();
    const bus = aKinesisBus(ours);
    const heard = await hear(bus);
    await publishRounds(bus, 0, 10);
    const client = new KinesisClient({
      ...{ region: ours.region, endpoint: kinesis.endpoint },
      requestHandler: new NodeHttpHandler(),
    });
    const StreamName = `${ours.streamPrefix}${topic}`;
    const { Shards } = await client.send(new ListShardsCommand({ StreamName }));
    const range = Shards?.[0]?.HashKeyRange;
    const middle = (BigInt(range?.StartingHashKey ?? 0) + BigInt(range?.EndingHashKey ?? 0)) / 2n;
    const splitting = client.send(
      new SplitShardCommand({ StreamName, ShardToSplit: Shards?.[0]?.ShardId, NewStartingHashKey: String(middle) }),
    );
    await Promise.all([publishRounds(bus, 10, 30), splitting]);
    await publishRounds(bus, 30, 35);
    await until(() => has(heard, 35), 'all messages');
    for (const key of keys) expect(heard.get(key)).toEqual(upTo(35));
    client.destroy();
    await bus.close();
  }, 120_000);

  it('registers again when somebody removed the consumer', async () => {
    const bus = aKinesisBus(settings());
    const heard = await hear(bus);
    await publishRounds(bus, 0, 3);
    await until(() => has(heard, 3), 'the first messages');
    fanOut.forgetConsumers();
    fanOut.mayPush = (pushes) => (pushes.events > 0 ? 'end' : 'push');
    await publishRounds(bus, 3, 6);
    await until(() => has(heard, 6), 'the messages after that');
    await bus.close();
  }, 120_000);

  it('leaves a connection on which nothing is said any more', async () => {
    const ours = settings();
    const bus = aKinesisBus(ours);
    await publishRounds(bus, 0, 1);
    await bus.close();
    const client = new KinesisClient({ region: ours.region, endpoint: fanOut.endpoint, maxAttempts: 1 });
    const requests = new KinesisClient({
      ...{ region: ours.region, endpoint: fanOut.endpoint },
      requestHandler: new NodeHttpHandler(),
    });
    const stop = new AbortController();
    const logger = new CapturingLogger();
    const streamArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${ours.streamPrefix}${topic}`;
    const tools = { clock, logger, random };
    const consumer = new FanOutConsumer({ client: requests, streamArn, name: 'quiet', signal: stop.signal, ...tools });
    const source = new FanOutSource({ client, consumer, silenceMs: 500, ...tools });
    let isQuiet = true;
    fanOut.mayPush = () => (isQuiet ? 'wait' : 'push');
    const before = fanOut.subscriptions.length;
    const heard: string[] = [];
    const reading = (async () => {
      for await (const batch of source.read('shardId-000000000000', { from: 'TRIM_HORIZON' }, stop.signal)) {
        heard.push(...batch.records.map(({ key }) => key));
      }
    })();
    await until(() => fanOut.subscriptions.length >= before + 2, 'a second subscription');
    isQuiet = false;
    await until(() => heard.length > 0, 'a message');
    expect(logger.lines.map(({ message }) => message)).toContain('a shard is not pushed now');
    stop.abort();
    await reading;
    client.destroy();
    requests.destroy();
  }, 120_000);
});
