import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CapturingLogger,
  CapturingMetrics,
  eventBusConformanceWithin,
  eventBusOutageConformance,
  eventually,
  freePorts,
  startKafka,
  type KafkaServer,
} from '@earshot/testing';
import type { Clock, Delivery, EventBus, SubscribeOptions } from '@earshot/ports';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { KafkaConnection } from '../src/kafka/kafka-connection.js';
import { KafkaOffsets } from '../src/kafka/kafka-offsets.js';
import type { KafkaSettings } from '../src/kafka/kafka-settings.js';
import { KafkaSubscription } from '../src/kafka/kafka-subscription.js';
import { holdCommits } from './held-commits.js';
import { aKafkaBus, clock, kafkaHome, settingsFor } from './kafka-harness.js';
import { openStallableLink, type StallableLink } from './stallable-link.js';

const topic = 'calls.transcript' as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (delivery: Delivery) => new TextDecoder().decode(delivery.value);
const PATIENCE_MS = 60_000;
/** Limits of seconds last for minutes. */
const patientClock: Clock = {
  nowMs: () => clock.nowMs(),
  schedule: (delayMs, task) => clock.schedule(delayMs >= 1_500 ? delayMs * 40 : delayMs, task),
};

(kafkaHome === undefined ? describe.skip : describe)('KafkaEventBus on a real broker', () => {
  let server: KafkaServer;
  let link: StallableLink;
  beforeAll(async () => {
    const [proxyPort = 0] = await freePorts(1);
    server = await startKafka({ home: kafkaHome ?? '', proxyPort });
    link = await openStallableLink(proxyPort, server.behindProxyPort);
  }, 180_000);
  afterAll(async () => {
    await link.close();
    await server.dispose();
  }, 60_000);

  const outage = { begin: () => server.kill(), end: () => server.start() };
  const cases = [...eventBusConformanceWithin(PATIENCE_MS), eventBusOutageConformance(outage, PATIENCE_MS)];
  for (const { promise, run } of cases) it(promise, () => run(() => aKafkaBus(settingsFor(server.brokers))), 240_000);

  it('recovers from an outage that is longer than a session', async () => {
    const { run } = eventBusOutageConformance(
      {
        begin: () => server.stop(),
        end: async () => {
          await new Promise((resolve) => setTimeout(resolve, 12_000));
          await server.start();
        },
      },
      PATIENCE_MS,
    );
    await run(() => aKafkaBus(settingsFor(server.brokers)));
  }, 240_000);

  it('recovers from a network that drops everything for longer than a session', async () => {
    const stall = {
      begin: async () => link.stall(),
      end: async () => {
        await new Promise((resolve) => setTimeout(resolve, 12_000));
        link.restore();
      },
    };
    await eventBusOutageConformance(stall, PATIENCE_MS).run(() => aKafkaBus(settingsFor([link.address])));
  }, 240_000);

  const withAdmin = async (act: (admin: Admin) => Promise<unknown>) => {
    const admin = new kafkajs.Kafka({ brokers: [...server.brokers], logLevel: 0 }).admin();
    await admin.connect();
    await act(admin);
    await admin.disconnect();
  };
  const createTopic = (settings: KafkaSettings, config: Omit<ITopicConfig, 'topic'>) =>
    withAdmin((admin) => admin.createTopics({ topics: [{ topic: `${settings.topicPrefix}${topic}`, ...config }] }));
  const subscribe = (
    bus: EventBus,
    group: string,
    handle: SubscribeOptions['handle'],
    changes: Partial<SubscribeOptions> = {},
  ) => bus.subscribe({ topic, as: { group }, acknowledge: 'on-return', handle, ...changes });

  it('starts a new group at the first message, and a new process after the last acknowledged one', async () => {
    const settings = settingsFor(server.brokers, { compression: 'gzip' });
    const before = aKafkaBus(settings);
    for (let n = 0; n < 5; n += 1) await before.publish(topic, 'a', bytes(`before ${n}`));
    const seen: string[] = [];
    await subscribe(before, 'stage', async (delivery) => void seen.push(text(delivery)));
    await eventually(() => seen.length === 5, 'the messages from before the group', PATIENCE_MS);
    await before.publish(topic, 'a', bytes('last'));
    await eventually(() => seen.length === 6, 'the last message', PATIENCE_MS);
    await before.close();

    const after = aKafkaBus(settings);
    await after.publish(topic, 'a', bytes('after'));
    const next: string[] = [];
    await subscribe(after, 'stage', async (delivery) => void next.push(text(delivery)));
    await eventually(() => next.length > 0, 'the next message', PATIENCE_MS);
    expect(next).toEqual(['after']);
    await after.close();
  }, 240_000);

  describe.each(['closes', 'has to share its partitions'] as const)(
    'a member that %s while a commit is on its way',
    (why) => {
      it('commits also what was acknowledged after that commit began', async () => {
        const settings = settingsFor(server.brokers, { sessionTimeoutMs: 30_000 });
        await createTopic(settings, { numPartitions: 2 });
        const connection = new KafkaConnection(settings, 'spec', patientClock, new CapturingLogger());
        const commits = await holdCommits(connection);
        const target = { topic: `${settings.topicPrefix}${topic}`, groupId: `${settings.topicPrefix}stage.${topic}` };
        const first: Delivery[] = [];
        const owner = new KafkaSubscription({
          ...{ connection, offsets: new KafkaOffsets(connection), target, onClosed: async () => undefined },
          rejoins: new CapturingMetrics().counter('rejoins'),
          subscriber: {
            ...{ topic, as: { group: 'stage' }, acknowledge: 'manual' },
            handle: async (delivery) => void first.push(delivery),
          },
        });
        await owner.start();
        const bus = aKafkaBus(settings);
        // In both partitions.
        const keys = Array.from({ length: 12 }, (_, n) => `call-${n}`);
        const publishAll = (value: string) => Promise.all(keys.map((key) => bus.publish(topic, key, bytes(value))));
        const acknowledgeAll = async (value: string) => {
          const those = () => first.filter((delivery) => text(delivery) === value);
          await publishAll(value);
          await eventually(() => those().length === keys.length, value);
          for (const delivery of those()) delivery.acknowledge();
        };
        commits.hold();
        await acknowledgeAll('early');
        await eventually(() => commits.waiting === 1, 'the commit');
        await acknowledgeAll('late');

        const next: string[] = [];
        const subscribeNext = () => subscribe(bus, 'stage', async (delivery) => void next.push(text(delivery)));
        const handingOver = why === 'closes' ? owner.close().then(subscribeNext) : subscribeNext();
        if (why !== 'closes') await eventually(() => commits.rebalances > 0, 'the rebalance');
        for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
        commits.release();
        await handingOver;
        await publishAll('after');
        await eventually(() => next.length + first.length >= 3 * keys.length, 'the messages after the hand-over');
        // Another message of a key would come before it.
        await eventually(() => next.filter((value) => value === 'after').length > 0, 'a message at the next owner');
        expect(new Set(next)).toEqual(new Set(['after']));
        await owner.close();
        await bus.close();
        await connection.close();
      }, 240_000);
    },
  );

  it('counts the backlog of a group', async () => {
    const bus = aKafkaBus(settingsFor(server.brokers));
    for (let n = 0; n < 30; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
    expect(await bus.backlogMessages(topic, 'stage')).toBe(30);
    let seen = 0;
    const subscription = await subscribe(bus, 'stage', async () => void (seen += 1));
    await eventually(() => seen === 30, 'all messages', PATIENCE_MS);
    await subscription.close();
    expect(await bus.backlogMessages(topic, 'stage')).toBe(0);
    await bus.close();
  }, 240_000);

  it('loses all partitions when its session expires, and gets unacknowledged messages again', async () => {
    const bus = aKafkaBus(settingsFor(server.brokers, { sessionTimeoutMs: 6_000 }));
    const seen: string[] = [];
    const lost: number[] = [];
    await subscribe(
      bus,
      'stage',
      async (delivery) => {
        seen.push(text(delivery));
        if (text(delivery) !== 'unacknowledged') delivery.acknowledge();
      },
      { acknowledge: 'manual', onLost: (partitions) => void lost.push(...partitions) },
    );
    await bus.publish(topic, 'a', bytes('done'));
    await bus.publish(topic, 'a', bytes('unacknowledged'));
    await eventually(() => seen.length === 2, 'both messages', PATIENCE_MS);
    // The first message is committed.
    while ((await bus.backlogMessages(topic, 'stage')) > 1) await new Promise((resolve) => setTimeout(resolve, 50));
    // Blocks the event loop, as in a stopped process: it sends no heartbeat and does not notice.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 9_000);
    await eventually(() => seen.length === 3, 'the unacknowledged message again', PATIENCE_MS);
    expect(seen).toEqual(['done', 'unacknowledged', 'unacknowledged']);
    expect(new Set(lost).size).toBe(16);
    await bus.close();
  }, 240_000);

  it('pauses a partition whose window is full and loses none of its messages', async () => {
    const bus = aKafkaBus(settingsFor(server.brokers));
    const total = 6_000;
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const seen: number[] = [];
    await subscribe(bus, 'stage', async (delivery) => {
      await released;
      seen.push(Number(text(delivery)));
    });
    // 6 MB in one partition are more than the byte limit of a window.
    const padding = ' '.repeat(1_000);
    await Promise.all(Array.from({ length: total }, (_, n) => bus.publish(topic, 'one call', bytes(`${n}${padding}`))));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    release();
    await eventually(() => seen.length === total, 'all messages', PATIENCE_MS);
    expect(seen).toEqual(Array.from({ length: total }, (_, n) => n));
    await bus.close();
  }, 240_000);

  it('uses a topic with too few partitions and logs a warning', async () => {
    const settings = settingsFor(server.brokers);
    const log = new CapturingLogger();
    await createTopic(settings, { numPartitions: 3 });
    const bus = aKafkaBus(settings, log);
    const partitions = new Set<number>();
    await subscribe(bus, 'stage', async (delivery) => void partitions.add(delivery.partition));
    for (let n = 0; n < 30; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
    await eventually(() => partitions.size === 3, 'messages in all three partitions', PATIENCE_MS);
    await expect(bus.publish(topic, 'a', new Uint8Array(1_048_577))).rejects.toMatchObject({
      code: 'BUS_MESSAGE_TOO_LARGE',
    });
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'a Kafka topic has fewer partitions than Earshot wants; Earshot uses what exists',
    ]);
    await bus.close();
  }, 240_000);

  it('uses the partitions that a topic got while its services were stopped', async () => {
    const settings = settingsFor(server.brokers);
    await createTopic(settings, { numPartitions: 2 });
    const partitionsOfNextCalls = async (count: number) => {
      const bus = aKafkaBus(settings);
      const partitions = new Set<number>();
      await subscribe(bus, 'stage', async (delivery) => void partitions.add(delivery.partition));
      for (let n = 0; n < 60; n += 1) await bus.publish(topic, `call-${n}`, bytes('x'));
      await eventually(() => partitions.size === count, `messages in all ${count} partitions`, PATIENCE_MS);
      await bus.close();
    };
    await partitionsOfNextCalls(2);
    await withAdmin((admin) =>
      admin.createPartitions({ topicPartitions: [{ topic: `${settings.topicPrefix}${topic}`, count: 6 }] }),
    );
    await partitionsOfNextCalls(6);
  }, 240_000);

  it('rejects a message that an existing topic refuses as too large, and publishes the rest of its batch', async () => {
    const settings = settingsFor(server.brokers, { lingerMs: 50 });
    await createTopic(settings, { numPartitions: 2, configEntries: [{ name: 'max.message.bytes', value: '5000' }] });
    const bus = aKafkaBus(settings);
    const seen = new Set<string>();
    await subscribe(bus, 'stage', async (delivery) => void seen.add(text(delivery)));
    const small = Array.from({ length: 20 }, (_, n) => `small ${n}`);
    const publishing = small.map((value) => bus.publish(topic, value, bytes(value)));
    await expect(bus.publish(topic, 'big', new Uint8Array(20_000))).rejects.toMatchObject({
      code: 'BUS_MESSAGE_TOO_LARGE',
    });
    await Promise.all(publishing);
    await eventually(() => seen.size === small.length, 'the small messages', PATIENCE_MS);
    await bus.close();
  }, 240_000);

  it('rejects publishers and subscribers that wait for the brokers when it closes', async () => {
    const bus = aKafkaBus(settingsFor(['127.0.0.1:1']));
    const publishing = bus.publish(topic, 'a', bytes('x'));
    const subscribing = subscribe(bus, 'stage', async () => undefined);
    const refused = Promise.all([
      expect(publishing).rejects.toMatchObject({ code: 'BUS_CLOSED' }),
      expect(subscribing).rejects.toMatchObject({ code: 'BUS_CLOSED' }),
    ]);
    await expect(bus.ping()).rejects.toMatchObject({ code: 'BUS_UNAVAILABLE', retryable: true });
    await bus.close();
    await refused;
  }, 60_000);
});
