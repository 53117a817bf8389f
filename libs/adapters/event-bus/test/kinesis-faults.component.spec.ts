import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventBus } from '@earshot/ports';
import { CapturingLogger, kinesisError, startKinesis, type KinesisServer } from '@earshot/testing';
import type { KinesisEventBus } from '../src/kinesis/kinesis-event-bus.js';
import type { KinesisSettings } from '../src/kinesis/kinesis-settings.js';
import {
  aKinesisBus,
  bytes,
  collectMessages,
  firstNumbers,
  settingsFor,
  textOf,
  topic,
  until,
} from './kinesis-harness.js';

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
let kinesis: KinesisServer;
let buses: EventBus[] = [];
beforeAll(async () => void (kinesis = await startKinesis()));
afterEach(async () => {
  kinesis.fault = undefined;
  // Also after a failed test: a bus that still reads would take messages that the next test counts.
  await Promise.all(buses.map((bus) => bus.close()));
  buses = [];
});
afterAll(() => kinesis.dispose());

function open(changes: Partial<KinesisSettings> = {}, logger = new CapturingLogger()): KinesisEventBus {
  const bus = aKinesisBus(settingsFor(kinesis.endpoint, changes), undefined, { logger });
  buses.push(bus);
  return bus;
}

/** Creates a pseudo-random choice that is the same in every run: true once in `every` calls on average. */
function createChoice(seed: number): (every: number) => boolean {
  let state = seed;
  return (every) => (state = (state * 48_271) % 2_147_483_647) % every === 0;
}

const publishAll = (bus: EventBus, count: number, from = 0) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => keys.map((key) => bus.publish(topic, key, bytes(String(from + n))))).flat(),
  );
const hasReceived = (received: Map<string, string[]>, count: number) =>
  keys.every((key) => (received.get(key)?.length ?? 0) >= count);
const unique = (values: readonly string[] = []) => [...new Set(values)];

describe('KinesisEventBus on a Kinesis that refuses requests', () => {
  it('keeps the order and loses and doubles no message when single records of a request are refused', async () => {
    const refuses = createChoice(3);
    let refused = 0;
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'PutRecords') return forward(input);
      const records = input['Records'] as object[];
      const isRefused = records.map(() => refuses(3));
      refused += isRefused.filter(Boolean).length;
      const kept = records.filter((_, at) => !isRefused[at]);
      const answer =
        kept.length === 0 ? { status: 200, body: { Records: [] } } : await forward({ ...input, Records: kept });
      const results = [...(answer.body['Records'] as object[])];
      const refusal = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for shard' };
      return {
        status: 200,
        body: { FailedRecordCount: 1, Records: isRefused.map((is) => (is ? refusal : results.shift())) },
      };
    };
    const bus = open();
    const received = await collectMessages(bus);
    await publishAll(bus, 15);
    await until(() => hasReceived(received, 15), 'all messages');
    for (const key of keys) expect(received.get(key)).toEqual(firstNumbers(15));
    expect(refused).toBeGreaterThan(10);
  }, 120_000);

  it('delivers everything in order when random requests are refused', async () => {
    // One choice for each operation, because a shared one could spare an operation by chance.
    const refuses = new Map<string, ReturnType<typeof createChoice>>();
    const seen = new Set<string>();
    const codes = [
      'ProvisionedThroughputExceededException',
      'LimitExceededException',
      'InternalFailure',
      'AccessDeniedException',
    ];
    let at = 0;
    kinesis.fault = async (operation, input, forward) => {
      const refuse = refuses.get(operation) ?? createChoice(5);
      refuses.set(operation, refuse);
      if (!refuse(3)) return forward(input);
      seen.add(operation);
      const code = codes[(at += 1) % codes.length] as string;
      return kinesisError(code, code === 'InternalFailure' ? 500 : 400);
    };
    const bus = open();
    const received = await collectMessages(bus);
    const instance = await collectMessages(bus, { everyInstance: true });
    await publishAll(bus, 15);
    await until(() => hasReceived(received, 15) && hasReceived(instance, 15), 'all messages');
    for (const key of keys) {
      expect(received.get(key)).toEqual(firstNumbers(15));
      expect(instance.get(key)).toEqual(firstNumbers(15));
    }
    expect([...seen]).toEqual(expect.arrayContaining(['PutRecords', 'GetRecords']));
  }, 120_000);

  it('makes an instance ready only when it knows the end of every shard, and repeats only refused requests', async () => {
    const refusals = new Map<string, number>();
    const answered: string[] = [];
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'GetShardIterator') return forward(input);
      const shard = String(input['ShardId']);
      const times = refusals.get(shard) ?? 0;
      refusals.set(shard, times + 1);
      // Refuses the first shard once, and the last one so often that the pauses are longer than a group waits for its shards.
      if (times <= Number(shard.at(-1))) return kinesisError('ProvisionedThroughputExceededException');
      answered.push(shard);
      return forward(input);
    };
    const bus = open({ leaseMs: 100 });
    const instance = await collectMessages(bus, { everyInstance: true });
    await publishAll(bus, 3);
    await until(() => hasReceived(instance, 3), 'all messages');
    for (const key of keys) expect(instance.get(key)).toEqual(firstNumbers(3));
    expect(answered.sort()).toEqual([...refusals.keys()].sort());
    expect(answered).toHaveLength(4);
  }, 120_000);

  it('rejects only the message whose key Kinesis does not accept', async () => {
    const bus = open();
    const received = await collectMessages(bus);
    const publishing = publishAll(bus, 3);
    for (const key of ['', 'k'.repeat(257)])
      await expect(bus.publish(topic, key, bytes('x'))).rejects.toMatchObject({ code: 'BUS_BAD_KEY' });
    await publishing;
    const longest = 'k'.repeat(256);
    await bus.publish(topic, longest, bytes('x'));
    await until(() => hasReceived(received, 3) && received.has(longest), 'all messages');
  }, 120_000);

  it('slows its readers down to the read limit of a shard and logs no warning', async () => {
    const logger = new CapturingLogger();
    const asked: ('answered' | 'refused')[] = [];
    let answeredAtMs: number[] = [];
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'GetRecords') return forward(input);
      const nowMs = Date.now();
      answeredAtMs = answeredAtMs.filter((atMs) => atMs > nowMs - 1_000);
      const isTaken = answeredAtMs.length < 5;
      asked.push(isTaken ? 'answered' : 'refused');
      if (isTaken) answeredAtMs.push(nowMs);
      return isTaken ? forward(input) : kinesisError('ProvisionedThroughputExceededException');
    };
    const bus = open({}, logger);
    // The stream has one shard, so its readers share one limit.
    const received: string[] = [];
    for (const group of ['one', 'two']) {
      await bus.subscribe({
        ...{ topic: 'calls.dead', as: { group }, acknowledge: 'on-return' },
        handle: async (delivery) => void received.push(`${group} ${textOf(delivery)}`),
      });
    }
    await bus.publish('calls.dead', 'a', bytes('word'));
    await until(() => received.length === 2 && asked.length > 60, 'the message, and many reads');
    const late = asked.slice(-30);
    expect(late.filter((what) => what === 'refused').length).toBeLessThan(12);
    expect(received.sort()).toEqual(['one word', 'two word']);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  }, 120_000);

  it('continues reading where it was when an iterator has expired', async () => {
    const expires = createChoice(9);
    let expired = 0;
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'GetRecords' || !expires(4)) return forward(input);
      expired += 1;
      return kinesisError('ExpiredIteratorException');
    };
    const bus = open();
    const received = await collectMessages(bus);
    for (let n = 0; n < 15; n += 1) {
      await publishAll(bus, 1, n);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => hasReceived(received, 15) && expired > 3, 'all messages');
    for (const key of keys) expect(received.get(key)).toEqual(firstNumbers(15));
  }, 120_000);

  it('delivers messages twice, in order, when the answer to their put is lost', async () => {
    let cut = 0;
    kinesis.fault = async (operation, input, forward) => {
      const answer = await forward(input);
      if (operation === 'PutRecords' && (cut += 1) % 2 === 1) throw new Error('the connection breaks');
      return answer;
    };
    const bus = open();
    const received = await collectMessages(bus);
    await publishAll(bus, 5);
    await until(() => hasReceived(received, 10), 'all messages twice');
    for (const key of keys) {
      expect(unique(received.get(key))).toEqual(firstNumbers(5));
      expect(received.get(key)).toEqual([...(received.get(key) ?? [])].sort());
    }
  }, 120_000);
});

describe('KinesisEventBus while Kinesis is unreachable', () => {
  it('lets publishers and subscribers wait and misses no message afterwards', async () => {
    const logger = new CapturingLogger();
    const bus = open({}, logger);
    const received = await collectMessages(bus);
    const instance = await collectMessages(bus, { everyInstance: true });
    await publishAll(bus, 5);
    await until(() => hasReceived(received, 5) && hasReceived(instance, 5), 'the first five');
    await kinesis.goAway();
    await expect(bus.ping()).rejects.toMatchObject({ code: 'BUS_UNAVAILABLE', retryable: true });
    let isSafe = false;
    const publishing = publishAll(bus, 5, 5).then(() => (isSafe = true));
    await until(
      () => logger.lines.some(({ message }) => message.startsWith('Kinesis did not accept a request')),
      'a failed request',
    );
    expect(isSafe).toBe(false);
    await kinesis.comeBack();
    await publishing;
    await until(() => hasReceived(received, 10) && hasReceived(instance, 10), 'the other five');
    for (const key of keys) {
      expect(received.get(key)).toEqual(firstNumbers(10));
      expect(instance.get(key)).toEqual(firstNumbers(10));
    }
    await bus.ping();
  }, 120_000);

  it('waits when Kinesis is unreachable from the start', async () => {
    await kinesis.goAway();
    const bus = open();
    const subscribing = collectMessages(bus);
    const publishing = publishAll(bus, 3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kinesis.comeBack();
    const received = await subscribing;
    await publishing;
    await until(() => hasReceived(received, 3), 'all messages');
  }, 120_000);

  it('rejects messages that are not safe when it closes', async () => {
    await kinesis.goAway();
    const bus = open();
    const refused = expect(bus.publish(topic, 'a', bytes('x'))).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    const subscribing = collectMessages(bus);
    await bus.close();
    await refused;
    await subscribing;
    await kinesis.comeBack();
  }, 120_000);
});
