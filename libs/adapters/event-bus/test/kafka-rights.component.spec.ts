import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  services,
  topicNames,
  topics,
  type ServiceName,
  type TopicDefinition,
  type TopicName,
} from '@earshot/contracts';
import { CapturingLogger, CapturingMetrics, startSecuredKafka, type SecuredKafka } from '@earshot/testing';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { KafkaEventBus } from '../src/kafka/kafka-event-bus.js';
import type { KafkaSettings } from '../src/kafka/kafka-settings.js';
import { kafkaUser } from '../src/kafka/rights/kafka-rights.js';
import { prepareKafka } from '../src/kafka/rights/prepare-kafka.js';
import { clock, kafkaHome, settingsFor } from './kafka-harness.js';

jest.setTimeout(240_000);

/** What each service may read, by hand, so that a change of the rights is a change here. */
const mayRead: Readonly<Record<ServiceName, readonly TopicName[]>> = {
  ingest: ['calls.control'],
  transcription: ['calls.audio', 'calls.lifecycle'],
  enrichment: ['calls.transcript'],
  persistence: ['calls.audio', 'calls.lifecycle', 'calls.insight', 'calls.control', 'calls.dead', 'calls.audit-trail'],
  gateway: ['calls.insight', 'calls.updates', 'calls.control'],
};
const mayWrite: Readonly<Record<ServiceName, readonly TopicName[]>> = {
  ingest: ['calls.audio', 'calls.lifecycle', 'calls.dead'],
  transcription: ['calls.lifecycle', 'calls.transcript', 'calls.dead'],
  enrichment: ['calls.lifecycle', 'calls.insight', 'calls.dead'],
  // It sends dead letters again.
  persistence: topicNames,
  gateway: ['calls.lifecycle', 'calls.control', 'calls.dead', 'calls.audit-trail'],
};
const foreignGroups: Readonly<Record<ServiceName, string>> = {
  ingest: 'persistence.calls.audio',
  transcription: 'persistence.calls.audio',
  enrichment: 'transcription.calls.audio',
  persistence: 'enrichment.calls.transcript',
  gateway: 'persistence.calls.insight',
};
/** The id of a process, which is part of the names of its own groups. */
const INSTANCE = 'an-instance';
const password = randomBytes(12).toString('hex');

(kafkaHome === undefined ? describe.skip : describe)('the rights of each service on Kafka', () => {
  let server: SecuredKafka;
  let operator: Admin;
  const opened: { disconnect(): Promise<void> }[] = [];
  const log = new CapturingLogger();

  const operatorSettings = (): KafkaSettings =>
    settingsFor(server.certificateBrokers, { topicPrefix: '', tls: { caFile: server.caFile, ...server.operator } });
  const prepare = () => prepareKafka({ settings: operatorSettings(), clock, logger: log });
  const settingsOf = (service: ServiceName, changes: Partial<KafkaSettings> = {}): KafkaSettings =>
    settingsFor(server.passwordBrokers, {
      topicPrefix: '',
      tls: { caFile: server.caFile },
      sasl: { mechanism: 'scram-sha-512', username: kafkaUser(service), password },
      ...changes,
    });
  const busOf = (service: ServiceName, changes: Partial<KafkaSettings> = {}) =>
    new KafkaEventBus({
      settings: settingsOf(service, changes),
      clientName: service,
      clock,
      newId: () => INSTANCE,
      logger: log,
      metrics: new CapturingMetrics(),
    });
  /** A client without our rules, as an intruder in the process of the service would use. */
  const clientOf = async (service: ServiceName): Promise<Kafka> =>
    new kafkajs.Kafka({
      brokers: [...server.passwordBrokers],
      ssl: { ca: [await readFile(server.caFile, 'utf8')] },
      sasl: { mechanism: 'scram-sha-512', username: kafkaUser(service), password },
      // A broker that has just begun is still loading its groups. A refusal is never tried again.
      retry: { retries: 5, initialRetryTime: 50 },
      logLevel: kafkajs.logLevel.NOTHING,
    });
  const keep = <T extends { disconnect(): Promise<void> }>(client: T): T => {
    opened.push(client);
    return client;
  };
  const typeOf = (error: unknown): string => {
    const { type, cause } = error as { type?: string; cause?: unknown };
    return type ?? (cause === undefined ? String(error) : typeOf(cause));
  };

  async function tryToWrite(service: ServiceName, topic: TopicName): Promise<string> {
    const producer = keep((await clientOf(service)).producer());
    await producer.connect();
    return producer
      .send({ topic, messages: [{ value: 'planted', partition: 0 }], acks: -1 })
      .then(() => 'done', typeOf);
  }

  /** Resolves when the first message arrives or the broker refuses. */
  async function tryToRead(
    service: ServiceName,
    topic: TopicName,
    group = `${service}.spec.${topic}`,
  ): Promise<string> {
    const consumer = keep((await clientOf(service)).consumer({ groupId: group }));
    await consumer.connect();
    return new Promise((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(typeOf(payload.error)));
      consumer
        .subscribe({ topic, fromBeginning: true })
        .then(() => consumer.run({ autoCommit: false, eachMessage: async () => resolve('done') }))
        .catch((error: unknown) => resolve(typeOf(error)));
    });
  }

  beforeAll(async () => {
    server = await startSecuredKafka({
      home: kafkaHome ?? '',
      users: services.map((service) => ({ name: kafkaUser(service), password })),
    });
    await prepare();
    const [cert, key, ca] = await Promise.all(
      [server.operator.certFile, server.operator.keyFile, server.caFile].map((file) => readFile(file, 'utf8')),
    );
    const kafka = new kafkajs.Kafka({
      brokers: [...server.certificateBrokers],
      ssl: { ca: [ca ?? ''], cert: cert ?? '', key: key ?? '' },
      logLevel: kafkajs.logLevel.NOTHING,
    });
    operator = keep(kafka.admin());
    await operator.connect();
    const producer = keep(kafka.producer());
    await producer.connect();
    for (const topic of topicNames) await producer.send({ topic, messages: [{ value: 'first', partition: 0 }] });
    // Creates the topic of the offsets, without which a broker names no coordinator.
    while (!(await operator.fetchOffsets({ groupId: 'a', topics: ['calls.control'] }).catch(() => null))) continue;
  });
  afterAll(async () => {
    await Promise.all(opened.map((client) => client.disconnect()));
    await server.dispose();
  });

  const attempts = <T>(attempt: (topic: TopicName) => Promise<T>): Promise<Record<string, T>> =>
    Promise.all(topicNames.map(async (topic) => [topic, await attempt(topic)] as const)).then(Object.fromEntries);
  const onlyOn = (allowed: readonly TopicName[]) =>
    Object.fromEntries(
      topicNames.map((topic) => [topic, allowed.includes(topic) ? 'done' : 'TOPIC_AUTHORIZATION_FAILED']),
    );

  it.each(services)('%s writes to its topics and to no other', async (service) => {
    expect(await attempts((topic) => tryToWrite(service, topic))).toEqual(onlyOn(mayWrite[service]));
  });

  it.each(services)('%s reads its topics and no other', async (service) => {
    expect(await attempts((topic) => tryToRead(service, topic))).toEqual(onlyOn(mayRead[service]));
  });

  it.each(services)('%s joins no group of another service, creates no topic, and grants nothing', async (service) => {
    const [topic = 'calls.audio'] = mayRead[service];
    // The client knows the refusal of a group that it may not even look up by no other name.
    expect(await tryToRead(service, topic, foreignGroups[service])).toMatch(
      /^GROUP_AUTHORIZATION_FAILED$|^KafkaJSGroupCoordinatorNotFound/,
    );
    const admin = keep((await clientOf(service)).admin());
    await admin.connect();
    const acl = {
      resourceType: kafkajs.AclResourceTypes.TOPIC,
      resourceName: 'calls.',
      resourcePatternType: kafkajs.ResourcePatternTypes.PREFIXED,
      principal: `User:${kafkaUser(service)}`,
      host: '*',
      operation: kafkajs.AclOperationTypes.ALL,
      permissionType: kafkajs.AclPermissionTypes.ALLOW,
    };
    for (const forbidden of [
      () => admin.createTopics({ topics: [{ topic: 'calls.planted', numPartitions: 1 }] }),
      () => admin.deleteTopics({ topics: [topic] }),
      () => admin.deleteGroups([foreignGroups[service]]),
      () => admin.createAcls({ acl: [acl] }),
    ])
      await expect(forbidden()).rejects.toThrow();
    expect(await operator.listTopics()).toEqual(expect.arrayContaining([...topicNames]));
    expect(await operator.listTopics()).not.toContain('calls.planted');
  });

  it.each(services)('%s does all its work on the bus', async (service) => {
    const bus = busOf(service);
    const definitions = topicNames.map((topic) => [topic, topics[topic] as TopicDefinition] as const);
    const handled = new Map<TopicName, () => void>();
    for (const [topic, { consumedBy }] of definitions) {
      const consumption = consumedBy[service];
      if (consumption === undefined) continue;
      const arrival = new Promise<void>((resolve) => handled.set(topic, resolve));
      await bus.subscribe({
        topic,
        as: consumption.as === 'group' ? { group: service } : { everyInstance: true },
        acknowledge: 'on-return',
        handle: async ({ key }) => void (key === service && handled.get(topic)?.()),
      });
      await busOfOperator().publish(topic, service, new Uint8Array(1));
      await arrival;
    }
    for (const [topic, { producedBy }] of definitions)
      if (producedBy.includes(service)) await bus.publish(topic, service, new Uint8Array(1));
    if (service === 'ingest') {
      await bus.backlogMessages('calls.audio', 'transcription');
      await bus.backlogMessages('calls.audio', 'persistence');
    }
    await bus.ping();
    await bus.close();
    const { groups } = await operator.listGroups();
    // An instance leaves no group behind.
    expect(groups.filter(({ groupId }) => groupId.includes(INSTANCE))).toEqual([]);
  });

  let operatorBus: KafkaEventBus | undefined;
  const busOfOperator = (): KafkaEventBus => {
    operatorBus ??= new KafkaEventBus({
      settings: operatorSettings(),
      clientName: 'operator',
      clock,
      newId: () => 'operator',
      logger: log,
      metrics: new CapturingMetrics(),
    });
    return operatorBus;
  };
  afterAll(() => operatorBus?.close());

  it('tells an operator that a service may not do something', async () => {
    const bus = busOf('ingest');
    const subscribing = bus.subscribe({
      topic: 'calls.insight',
      as: { group: 'ingest' },
      acknowledge: 'on-return',
      handle: async () => undefined,
    });
    await expect(subscribing).rejects.toMatchObject({ code: 'BUS_NOT_ALLOWED' });
    await bus.close();
  });

  it('lets in nobody without a password, with a wrong one, or without TLS', async () => {
    const refusals = [
      busOf('gateway', { sasl: undefined }),
      busOf('gateway', { sasl: { mechanism: 'scram-sha-512', username: kafkaUser('gateway'), password: 'wrong' } }),
      busOf('gateway', { tls: undefined }),
    ];
    for (const bus of refusals) {
      await expect(bus.ping()).rejects.toMatchObject({ code: expect.stringMatching(/^BUS_/) });
      await bus.close();
    }
  });

  it('takes the name of a service from its client certificate, with the same rights', async () => {
    const withCertificate = settingsOf('enrichment', {
      brokers: server.certificateBrokers,
      sasl: undefined,
      tls: { caFile: server.caFile, ...(await server.issueFor(kafkaUser('enrichment'))) },
    });
    const bus = new KafkaEventBus({
      settings: withCertificate,
      clientName: 'enrichment',
      clock,
      newId: () => 'one',
      logger: log,
      metrics: new CapturingMetrics(),
    });
    await bus.publish('calls.insight', 'a', new Uint8Array(1));
    await bus.close();
    const again = busOf('enrichment', { ...withCertificate });
    await expect(again.publish('calls.audit-trail', 'a', new Uint8Array(1))).rejects.toMatchObject({
      code: 'BUS_NOT_ALLOWED',
    });
    await again.close();
    const anonymous = busOf('enrichment', { ...withCertificate, tls: { caFile: server.caFile } });
    await expect(anonymous.ping()).rejects.toMatchObject({ code: expect.stringMatching(/^BUS_/) });
    await anonymous.close();
  });

  it('takes away what was granted by hand, and is safe to repeat', async () => {
    await operator.createAcls({
      acl: [
        {
          resourceType: kafkajs.AclResourceTypes.TOPIC,
          resourceName: 'calls.insight',
          resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
          principal: `User:${kafkaUser('ingest')}`,
          host: '*',
          operation: kafkajs.AclOperationTypes.READ,
          permissionType: kafkajs.AclPermissionTypes.ALLOW,
        },
      ],
    });
    expect(await tryToRead('ingest', 'calls.insight', 'ingest.by-hand')).toBe('done');
    await prepare();
    expect(await tryToRead('ingest', 'calls.insight', 'ingest.taken-away')).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(await tryToRead('ingest', 'calls.control', 'ingest.kept')).toBe('done');
  });

  it('writes no password to the log', () => expect(JSON.stringify(log.lines)).not.toContain(password));
});
