import { afterEach, describe, expect, it } from '@jest/globals';
import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { randomBytes } from 'node:crypto';
import { StreamPublisher, type StreamPublisherOptions } from './stream-publisher.js';

/** A clock on which pauses are 50 times shorter and keep their order. */
const fastClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs / 50);
    return () => clearTimeout(timer);
  },
};

type Answer = (entry: PutRecordsRequestEntry, request: number) => Partial<PutRecordsResultEntry> | undefined;
const throttled = { ErrorCode: 'ProvisionedThroughputExceededException' };

/** A stream that stores records. `answer` may refuse a single record, or throw to refuse a request. */
function aStream(answer: Answer = () => undefined, over: Partial<StreamPublisherOptions> = {}) {
  const requests: string[][] = [];
  const stored: PutRecordsRequestEntry[] = [];
  const logger = new CapturingLogger();
  let inFlight = 0;
  let maxInFlight = 0;
  const publisher = new StreamPublisher({
    ...{ lingerMs: 0, clock: fastClock, logger, random: () => 0.5, newMessageId: () => randomBytes(16) },
    restoreStream: async () => undefined,
    putRecords: async (entries) => {
      const request = requests.push(entries.map(({ PartitionKey }) => PartitionKey ?? ''));
      maxInFlight = Math.max(maxInFlight, (inFlight += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
      return entries.map((entry) => {
        const refusal = answer(entry, request);
        if (refusal?.ErrorCode !== undefined) return refusal;
        stored.push(entry);
        return { SequenceNumber: String(stored.length), ShardId: 'shardId-000000000000', ...refusal };
      });
    },
    ...over,
  });
  open.push(publisher);
  const textsOf = (key: string) =>
    stored
      .filter(({ PartitionKey }) => PartitionKey === key)
      .map(({ Data }) => Buffer.from(Data as Uint8Array).toString());
  return { publisher, requests, stored, textsOf, logger, maxInFlight: () => maxInFlight };
}

const open: StreamPublisher[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((publisher) => publisher.close(0)));
});
const publishAll = (publisher: StreamPublisher, keys: readonly string[], count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => keys.map((key) => publisher.publish(key, Buffer.from(String(n))))).flat(),
  );
const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('StreamPublisher', () => {
  it('sends one message of each key in a request, and one request at a time', async () => {
    const { publisher, requests, textsOf, maxInFlight } = aStream();
    await publishAll(publisher, ['a', 'b', 'c'], 5);
    for (const key of ['a', 'b', 'c']) expect(textsOf(key)).toEqual(numbers(5));
    for (const keys of requests) expect(new Set(keys).size).toBe(keys.length);
    expect(requests.length).toBeLessThan(10);
    expect(maxInFlight()).toBe(1);
  });

  it('holds back later messages of a refused key while other keys continue', async () => {
    let refusals = 0;
    const { publisher, textsOf, requests } = aStream((entry) => {
      if (entry.PartitionKey !== 'slow' || (refusals += 1) > 6) return undefined;
      return throttled;
    });
    const slow = publishAll(publisher, ['slow'], 4);
    await publishAll(publisher, ['a', 'b'], 30);
    await slow;
    for (const key of ['a', 'b']) expect(textsOf(key)).toEqual(numbers(30));
    expect(textsOf('slow')).toEqual(numbers(4));
    expect(requests.filter((keys) => !keys.includes('slow')).length).toBeGreaterThan(0);
  });

  it('keeps the order of each key when Kinesis refuses random records', async () => {
    let seed = 11;
    const { publisher, textsOf } = aStream(() =>
      (seed = (seed * 48_271) % 2_147_483_647) % 3 === 0 ? throttled : undefined,
    );
    const keys = ['a', 'b', 'c', 'd', 'e'];
    await publishAll(publisher, keys, 20);
    for (const key of keys) expect(textsOf(key)).toEqual(numbers(20));
  });

  it('repeats a refused request until Kinesis accepts it, and logs nothing of its content', async () => {
    const { publisher, textsOf, logger } = aStream((_entry, request) => {
      if (request <= 4) throw Object.assign(new Error('secret words'), { name: 'LimitExceededException' });
      return undefined;
    });
    await publishAll(publisher, ['a', 'b'], 3);
    for (const key of ['a', 'b']) expect(textsOf(key)).toEqual(numbers(3));
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(4);
    expect(JSON.stringify(logger.lines)).toContain('LimitExceededException');
    expect(JSON.stringify(logger.lines)).not.toContain('secret words');
  });

  it('logs refused records, but not each of them', async () => {
    let refused = 0;
    const { publisher, logger } = aStream(() => ((refused += 1) <= 200 ? throttled : undefined));
    await publishAll(publisher, numbers(50), 1);
    expect(refused).toBeGreaterThan(200);
    const logged = logger.lines.filter(({ message }) => message.startsWith('Kinesis refused records'));
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.length).toBeLessThan(10);
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { code: throttled.ErrorCode } });
  });

  it('restores a stream that does not exist any more', async () => {
    let streamExists = false;
    const { publisher, textsOf } = aStream(
      () => {
        if (!streamExists) throw Object.assign(new Error(), { name: 'ResourceNotFoundException' });
        return undefined;
      },
      { restoreStream: async () => void (streamExists = true) },
    );
    await publishAll(publisher, ['a'], 2);
    expect(textsOf('a')).toEqual(numbers(2));
  });

  it('limits requests to 500 records and 5 MiB', async () => {
    const { publisher, requests } = aStream(undefined, { lingerMs: 50 });
    await Promise.all(numbers(1_200).map((key) => publisher.publish(key, Buffer.alloc(1))));
    expect(requests.map(({ length }) => length)).toEqual([500, 500, 200]);
    requests.length = 0;
    await Promise.all(numbers(12).map((key) => publisher.publish(key, Buffer.alloc(1_000_000))));
    expect(requests.map(({ length }) => length)).toEqual([5, 5, 2]);
  });

  it('repeats only the missing records of a large message, before later messages of its key', async () => {
    let parts = 0;
    const { publisher, stored } = aStream((entry) =>
      (entry.Data?.length ?? 0) > 1_000 && (parts += 1) === 2 ? throttled : undefined,
    );
    await Promise.all([publisher.publish('a', Buffer.alloc(1_048_576)), publisher.publish('a', Buffer.from('later'))]);
    expect(stored.map(({ Data }) => Data?.length)).toEqual([524_313, 524_313, 5]);
    expect(parts).toBe(3);
  });

  it('sends all records of a message again when a resharding put them into different shards', async () => {
    let parts = 0;
    const { publisher, stored } = aStream(() => ({
      ShardId: (parts += 1) === 2 ? 'shardId-000000000001' : 'shardId-000000000000',
    }));
    await publisher.publish('a', Buffer.alloc(1_048_576));
    expect(stored).toHaveLength(4);
    const idOf = ({ Data }: PutRecordsRequestEntry) => Buffer.from(Data as Uint8Array).toString('hex', 5, 21);
    expect(new Set(stored.slice(0, 2).map(idOf))).not.toEqual(new Set(stored.slice(2).map(idOf)));
  });

  it('sends pending messages for a limited time when it closes, then rejects the rest', async () => {
    let isAway = true;
    const { publisher, textsOf } = aStream(() => {
      if (isAway) throw new Error();
      return undefined;
    });
    const kept = publisher.publish('a', Buffer.from('kept'));
    const closing = publisher.close(3_000_000);
    isAway = false;
    await kept;
    await closing;
    expect(textsOf('a')).toEqual(['kept']);
    await expect(publisher.publish('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'BUS_CLOSED' });

    const other = aStream(() => {
      throw new Error();
    });
    const lost = other.publisher.publish('a', Buffer.from('lost'));
    const refused = expect(lost).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    await other.publisher.close(500);
    await refused;
  });
});
