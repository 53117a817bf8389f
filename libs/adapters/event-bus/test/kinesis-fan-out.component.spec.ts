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
import { KinesisApi } from '../src/kinesis/kinesis-api.js';
import { FanOutConsumer } from '../src/kinesis/read/fan-out-consumer.js';
import { FanOutSource } from '../src/kinesis/read/fan-out-source.js';
import {
  aKinesisBus,
  bytes,
  clock,
  collectMessages,
  firstNumbers,
  random,
  settingsFor,
  topic,
  until,
} from './kinesis-harness.js';

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

async function publishRounds(bus: EventBus, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) await Promise.all(keys.map((key) => bus.publish(topic, key, bytes(String(n)))));
}
const hasReceived = (received: Map<string, string[]>, count: number) =>
  keys.every((key) => received.get(key)?.length === count);

describe('KinesisEventBus with enhanced fan-out, on a fan-out server in front of kinesalite', () => {
  for (const { promise, run } of eventBusConformanceWithin(60_000))
    it(promise, () => run(() => aKinesisBus(settings())), 240_000);

  it('registers one consumer per group, and subscribes again from the last position when a subscription ends', async () => {
    fanOut.mayPush = (pushes) => (pushes.events >= 3 ? 'end' : 'push');
    const { streamPrefix, ...rest } = settings();
    const bus = aKinesisBus({ streamPrefix, ...rest });
    const received = await collectMessages(bus);
    await publishRounds(bus, 0, 30);
    await until(() => hasReceived(received, 30), 'all messages');
    for (const key of keys) expect(received.get(key)).toEqual(firstNumbers(30));
    const positions = () =>
      fanOut.subscriptions
        .filter(({ consumer }) => consumer === `${streamPrefix}stage:1`)
        .map(({ position }) => position);
    await until(() => positions().length > 6, 'more subscriptions');
    expect(positions().filter((position) => position === 'TRIM_HORIZON')).toHaveLength(2);
    for (const key of keys) expect(received.get(key)).toEqual(firstNumbers(30));
    await bus.close();
  }, 120_000);

  it('subscribes again when a subscription ends without an error, even before its first event', async () => {
    let refused = 0;
    fanOut.mayPush = () => ((refused += 1) <= 4 ? 'end' : 'push');
    const bus = aKinesisBus(settings());
    const received = await collectMessages(bus);
    await publishRounds(bus, 0, 3);
    await until(() => hasReceived(received, 3), 'all messages');
    await bus.close();
  }, 120_000);

  it('reads the children of a shard that is split', async () => {
    const ours = settings();
    const bus = aKinesisBus(ours);
    const received = await collectMessages(bus);
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
    await until(() => hasReceived(received, 35), 'all messages');
    for (const key of keys) expect(received.get(key)).toEqual(firstNumbers(35));
    client.destroy();
    await bus.close();
  }, 120_000);

  it('registers the consumer again when somebody removed it', async () => {
    const bus = aKinesisBus(settings());
    const received = await collectMessages(bus);
    await publishRounds(bus, 0, 3);
    await until(() => hasReceived(received, 3), 'the first messages');
    fanOut.forgetConsumers();
    fanOut.mayPush = (pushes) => (pushes.events > 0 ? 'end' : 'push');
    await publishRounds(bus, 3, 6);
    await until(() => hasReceived(received, 6), 'the messages after that');
    await bus.close();
  }, 120_000);

  it('replaces a connection that has become silent', async () => {
    const ours = settings();
    const bus = aKinesisBus(ours);
    await publishRounds(bus, 0, 1);
    await bus.close();
    const api = new KinesisApi({ region: ours.region, endpoint: fanOut.endpoint });
    const stop = new AbortController();
    const logger = new CapturingLogger();
    const streamArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${ours.streamPrefix}${topic}`;
    const tools = { clock, logger, random };
    const consumer = new FanOutConsumer({ api, streamArn, name: 'quiet', signal: stop.signal, ...tools });
    const source = new FanOutSource({ api, consumer, maxSilenceMs: 500, ...tools });
    let isSilent = true;
    fanOut.mayPush = () => (isSilent ? 'wait' : 'push');
    const before = fanOut.subscriptions.length;
    const received: string[] = [];
    const reading = (async () => {
      for await (const batch of source.read('shardId-000000000000', { from: 'TRIM_HORIZON' }, stop.signal)) {
        received.push(...batch.records.map(({ key }) => key));
      }
    })();
    await until(() => fanOut.subscriptions.length >= before + 2, 'a second subscription');
    isSilent = false;
    await until(() => received.length > 0, 'a message');
    expect(logger.lines.map(({ message }) => message)).toContain(
      'Kinesis does not push a shard now; Earshot subscribes again',
    );
    stop.abort();
    await reading;
    await api.close();
  }, 120_000);
});
