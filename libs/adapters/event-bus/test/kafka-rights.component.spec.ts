import { randomBytes } from 'node:crypto';
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
import kafkajs, { type Admin } from 'kafkajs';
import { KafkaEventBus } from '../src/kafka/kafka-event-bus.js';
import type { KafkaSettings } from '../src/kafka/kafka-settings.js';
import { kafkaUser } from '../src/kafka/rights/kafka-rights.js';
import { prepareKafka } from '../src/kafka/rights/prepare-kafka.js';
import { clock, kafkaHome, settingsFor } from './kafka-harness.js';
import { ServiceClients } from './service-clients.js';

jest.setTimeout(240_000);

/** What each service may read, by hand, so that a change of the rights is a change here. */
const mayRead: Readonly<Record<ServiceName, readonly TopicName[]>> = {
  ingest: ['calls.control'],
  transcription: ['calls.audio', 'calls.lifecycle'],
  enrichment: ['calls.transcript', 'calls.control'],
  persistence: ['calls.audio', 'calls.lifecycle', 'calls.insight', 'calls.control', 'calls.dead', 'calls.audit-trail'],
  gateway: ['calls.insight', 'calls.updates', 'calls.control'],
};
const mayWrite: Readonly<Record<ServiceName, readonly TopicName[]>> = {
  ingest: ['calls.audio', 'calls.lifecycle', 'calls.transcript', 'calls.control', 'calls.dead'],
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
  let clients: ServiceClients;
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
  const busOf = (service: ServiceName, changes: Partial<KafkaSettings> = {}, metrics = new CapturingMetrics()) =>
    new KafkaEventBus({
      settings: settingsOf(service, changes),
      clientName: service,
      clock,
      newId: () => INSTANCE,
      logger: log,
      metrics,
    });
  /** The right to do something with `calls.insight`. */
  const rightOf = (service: ServiceName, operation: kafkajs.AclOperationTypes) => ({
    resourceType: kafkajs.AclResourceTypes.TOPIC,
    resourceName: 'calls.insight',
    resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
    principal: `User:${kafkaUser(service)}`,
    host: '*',
    operation,
    permissionType: kafkajs.AclPermissionTypes.ALLOW,
  });

  beforeAll(async () => {
    server = await startSecuredKafka({
      home: kafkaHome ?? '',
      users: services.map((service) => ({ name: kafkaUser(service), password })),
    });
    await prepare();
    clients = new ServiceClients(server, password);
    const { admin, producer } = await clients.operator();
    operator = admin;
    for (const topic of topicNames) await producer.send({ topic, messages: [{ value: 'first', partition: 0 }] });
    // Creates the topic of the offsets, without which a broker names no coordinator.
    while (!(await operator.fetchOffsets({ groupId: 'a', topics: ['calls.control'] }).catch(() => null))) continue;
  });
  afterAll(async () => {
    await clients.disconnect();
    await server.dispose();
  });

  const attempts = <T>(attempt: (topic: TopicName) => Promise<T>): Promise<Record<string, T>> =>
    Promise.all(topicNames.map(async (topic) => [topic, await attempt(topic)] as const)).then(Object.fromEntries);
  const onlyOn = (allowed: readonly TopicName[]) =>
    Object.fromEntries(
      topicNames.map((topic) => [topic, allowed.includes(topic) ? 'done' : 'TOPIC_AUTHORIZATION_FAILED']),
    );

  it.each(services)('%s writes to its topics and to no other', async (service) => {
    expect(await attempts((topic) => clients.tryToWrite(service, topic))).toEqual(onlyOn(mayWrite[service]));
  });

  it.each(services)('%s reads its topics and no other', async (service) => {
    expect(await attempts((topic) => clients.tryToRead(service, topic))).toEqual(onlyOn(mayRead[service]));
  });

  it.each(services)('%s joins no group of another service, creates no topic, and grants nothing', async (service) => {
    const [topic = 'calls.audio'] = mayRead[service];
    // The client knows the refusal of a group that it may not even look up by no other name.
    expect(await clients.tryToRead(service, topic, foreignGroups[service])).toMatch(
      /^GROUP_AUTHORIZATION_FAILED$|^KafkaJSGroupCoordinatorNotFound/,
    );
    const admin = await clients.adminOf(service);
    const acl = {
      ...rightOf(service, kafkajs.AclOperationTypes.ALL),
      resourceName: 'calls.',
      resourcePatternType: kafkajs.ResourcePatternTypes.PREFIXED,
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

  it('keeps a message that the broker forbids until somebody allows it, and says so until then', async () => {
    const metrics = new CapturingMetrics();
    const bus = busOf('enrichment', {}, metrics);
    await bus.publish('calls.insight', 'a', new Uint8Array(1));
    const countMessages = async () =>
      (await operator.fetchTopicOffsets('calls.insight')).reduce((sum, { high }) => sum + Number(high), 0);
    const before = await countMessages();
    const right = rightOf('enrichment', kafkajs.AclOperationTypes.WRITE);
    await operator.deleteAcls({ filters: [right] });
    // The broker still allows it for a moment after its answer.
    let rights = 1;
    while (rights > 0) rights = (await operator.describeAcls(right)).resources.length;
    const publishing = bus.publish('calls.insight', 'a', new Uint8Array(1));
    let answer: unknown;
    while (answer === undefined) answer = await bus.ping().catch((error: unknown) => error);
    expect(answer).toMatchObject({
      code: 'BUS_NOT_ALLOWED',
      message: expect.stringMatching(/calls\.insight.*TOPIC_AUTHORIZATION_FAILED/),
      retryable: true,
    });
    expect(metrics.values.get('earshot_bus_refused_operations')).toBe(1);
    const errors = log.lines.filter(({ level, message }) => level === 'error' && message.includes('refuse'));
    expect(errors).toEqual([expect.objectContaining({ fields: expect.objectContaining({ code: 'BUS_NOT_ALLOWED' }) })]);
    await prepare();
    await publishing;
    await bus.ping();
    expect(metrics.values.get('earshot_bus_refused_operations')).toBe(0);
    expect(await countMessages()).toBe(before + 1);
    await bus.close();
  });

  it('takes away what was granted by hand, and is safe to repeat', async () => {
    await operator.createAcls({ acl: [rightOf('ingest', kafkajs.AclOperationTypes.READ)] });
    expect(await clients.tryToRead('ingest', 'calls.insight', 'ingest.by-hand')).toBe('done');
    await prepare();
    expect(await clients.tryToRead('ingest', 'calls.insight', 'ingest.taken-away')).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(await clients.tryToRead('ingest', 'calls.control', 'ingest.kept')).toBe('done');
  });

  it('writes no password to the log', () => expect(JSON.stringify(log.lines)).not.toContain(password));
});
