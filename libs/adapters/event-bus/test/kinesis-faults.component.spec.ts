import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventBus } from '@earshot/ports';
import { CapturingLogger, kinesisError, startKinesis, type KinesisServer } from '@earshot/testing';
import type { KinesisEventBus } from '../src/kinesis/kinesis-event-bus.js';
import type { KinesisSettings } from '../src/kinesis/kinesis-settings.js';
import { aKinesisBus, bytes, settingsFor, textOf, until } from './kinesis-harness.js';

const topic = 'calls.transcript' as const;
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
let kinesis: KinesisServer;
let buses: EventBus[] = [];
beforeAll(async () => void (kinesis = await startKinesis()));
afterEach(async () => {
  kinesis.fault = undefined;
  // Also after a failure: one that reads on takes its part of what the next test counts.
  await Promise.all(buses.map((bus) => bus.close()));
  buses = [];
});
afterAll(() => kinesis.dispose());

function open(changes: Partial<KinesisSettings> = {}, logger = new CapturingLogger()): KinesisEventBus {
  const bus = aKinesisBus(settingsFor(kinesis.endpoint, changes), undefined, { logger });
  buses.push(bus);
  return bus;
}

/** Random, and the same at every run. */
function dice(seed: number): (sides: number) => boolean {
  let state = seed;
  return (sides) => (state = (state * 48_271) % 2_147_483_647) % sides === 0;
}

async function hear(bus: EventBus, as: { group: string } | { everyInstance: true } = { group: 'stage' }) {
  const heard = new Map<string, string[]>();
  await bus.subscribe({
    ...{ topic, as, acknowledge: 'on-return' },
    handle: async (delivery) => void heard.set(delivery.key, [...(heard.get(delivery.key) ?? []), textOf(delivery)]),
  });
  return heard;
}

const publishAll = (bus: EventBus, count: number, from = 0) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => keys.map((key) => bus.publish(topic, key, bytes(String(from + n))))).flat(),
  );
const upTo = (count: number) => Array.from({ length: count }, (_, n) => String(n));
const has = (heard: Map<string, string[]>, count: number) =>
  keys.every((key) => (heard.get(key)?.length ?? 0) >= count);
const first = (values: readonly string[] = []) => [...new Set(values)];

describe('a Kinesis that refuses', () => {
  it('single records of a request: order stays, nothing is lost or doubled', async () => {
    const refuses = dice(3);
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
    const heard = await hear(bus);
    await publishAll(bus, 15);
    await until(() => has(heard, 15), 'all messages');
    for (const key of keys) expect(heard.get(key)).toEqual(upTo(15));
    expect(refused).toBeGreaterThan(10);
  }, 120_000);

  it('any request, as when throttled: all of it arrives in order', async () => {
    // Each operation its own, or chance could spare one of them.
    const refuses = new Map<string, ReturnType<typeof dice>>();
    const seen = new Set<string>();
    const codes = [
      'ProvisionedThroughputExceededException',
      'LimitExceededException',
      'InternalFailure',
      'AccessDeniedException',
    ];
    let at = 0;
    kinesis.fault = async (operation, input, forward) => {
      const refuse = refuses.get(operation) ?? dice(5);
      refuses.set(operation, refuse);
      if (!refuse(3)) return forward(input);
      seen.add(operation);
      const code = codes[(at += 1) % codes.length] as string;
      return kinesisError(code, code === 'InternalFailure' ? 500 : 400);
    };
    const bus = open();
    const heard = await hear(bus);
    const instance = await hear(bus, { everyInstance: true });
    await publishAll(bus, 15);
    await until(() => has(heard, 15) && has(instance, 15), 'all messages');
    for (const key of keys) {
      expect(heard.get(key)).toEqual(upTo(15));
      expect(instance.get(key)).toEqual(upTo(15));
    }
    expect([...seen]).toEqual(expect.arrayContaining(['PutRecords', 'GetRecords']));
  }, 120_000);

  it('to say where a shard ends: whoever hears every message is ready only then, and asks no shard twice', async () => {
    const refusals = new Map<string, number>();
    const answered: string[] = [];
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'GetShardIterator') return forward(input);
      const shard = String(input['ShardId']);
      const times = refusals.get(shard) ?? 0;
      refusals.set(shard, times + 1);
      // The first one once, the last one so often that the pauses outlast what a group waits for the sharing out.
      if (times <= Number(shard.at(-1))) return kinesisError('ProvisionedThroughputExceededException');
      answered.push(shard);
      return forward(input);
    };
    const bus = open({ leaseMs: 100 });
    const instance = await hear(bus, { everyInstance: true });
    await publishAll(bus, 3);
    await until(() => has(instance, 3), 'all messages');
    for (const key of keys) expect(instance.get(key)).toEqual(upTo(3));
    expect(answered.sort()).toEqual([...refusals.keys()].sort());
    expect(answered).toHaveLength(4);
  }, 120_000);

  it('a key that it does not take: only that message is refused', async () => {
    const bus = open();
    const heard = await hear(bus);
    const publishing = publishAll(bus, 3);
    for (const key of ['', 'k'.repeat(257)])
      await expect(bus.publish(topic, key, bytes('x'))).rejects.toMatchObject({ code: 'BUS_BAD_KEY' });
    await publishing;
    const longest = 'k'.repeat(256);
    await bus.publish(topic, longest, bytes('x'));
    await until(() => has(heard, 3) && heard.has(longest), 'all messages');
  }, 120_000);

  it('reads above so many a second: its readers find the pace, and nobody is told', async () => {
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
    // A stream of one shard, so that all that read it share one limit.
    const heard: string[] = [];
    for (const group of ['one', 'two']) {
      await bus.subscribe({
        ...{ topic: 'calls.dead', as: { group }, acknowledge: 'on-return' },
        handle: async (delivery) => void heard.push(`${group} ${textOf(delivery)}`),
      });
    }
    await bus.publish('calls.dead', 'a', bytes('word'));
    await until(() => heard.length === 2 && asked.length > 60, 'the message, and many reads');
    const late = asked.slice(-30);
    expect(late.filter((what) => what === 'refused').length).toBeLessThan(12);
    expect(heard.sort()).toEqual(['one word', 'two word']);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  }, 120_000);

  it('an iterator as expired: reading goes on where it was', async () => {
    const expires = dice(9);
    let expired = 0;
    kinesis.fault = async (operation, input, forward) => {
      if (operation !== 'GetRecords' || !expires(4)) return forward(input);
      expired += 1;
      return kinesisError('ExpiredIteratorException');
    };
    const bus = open();
    const heard = await hear(bus);
    for (let n = 0; n < 15; n += 1) {
      await publishAll(bus, 1, n);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => has(heard, 15) && expired > 3, 'all messages');
    for (const key of keys) expect(heard.get(key)).toEqual(upTo(15));
  }, 120_000);

  it('the answer of a put that it took: the message comes twice, in its place', async () => {
    let cut = 0;
    kinesis.fault = async (operation, input, forward) => {
      const answer = await forward(input);
      if (operation === 'PutRecords' && (cut += 1) % 2 === 1) throw new Error('the connection breaks');
      return answer;
    };
    const bus = open();
    const heard = await hear(bus);
    await publishAll(bus, 5);
    await until(() => has(heard, 10), 'all messages, each twice');
    for (const key of keys) {
      expect(first(heard.get(key))).toEqual(upTo(5));
      expect(heard.get(key)).toEqual([...(heard.get(key) ?? [])].sort());
    }
  }, 120_000);
});

describe('a Kinesis that is away', () => {
  it('is waited for by publishers and subscribers, and misses nothing when it is back', async () => {
    const logger = new CapturingLogger();
    const bus = open({}, logger);
    const heard = await hear(bus);
    const instance = await hear(bus, { everyInstance: true });
    await publishAll(bus, 5);
    await until(() => has(heard, 5) && has(instance, 5), 'the first five');
    await kinesis.goAway();
    await expect(bus.ping()).rejects.toMatchObject({ code: 'BUS_UNAVAILABLE', retryable: true });
    let isSafe = false;
    const publishing = publishAll(bus, 5, 5).then(() => (isSafe = true));
    await until(() => logger.lines.some(({ message }) => message === 'Kinesis took nothing'), 'a failed request');
    expect(isSafe).toBe(false);
    await kinesis.comeBack();
    await publishing;
    await until(() => has(heard, 10) && has(instance, 10), 'the other five');
    for (const key of keys) {
      expect(heard.get(key)).toEqual(upTo(10));
      expect(instance.get(key)).toEqual(upTo(10));
    }
    await bus.ping();
  }, 120_000);

  it('from the beginning is waited for too', async () => {
    await kinesis.goAway();
    const bus = open();
    const subscribing = hear(bus);
    const publishing = publishAll(bus, 3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kinesis.comeBack();
    const heard = await subscribing;
    await publishing;
    await until(() => has(heard, 3), 'all messages');
  }, 120_000);

  it('does not keep the bus from closing: what was not safe is refused', async () => {
    await kinesis.goAway();
    const bus = open();
    const refused = expect(bus.publish(topic, 'a', bytes('x'))).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    const subscribing = hear(bus);
    await bus.close();
    await refused;
    await subscribing;
    await kinesis.comeBack();
  }, 120_000);
});
