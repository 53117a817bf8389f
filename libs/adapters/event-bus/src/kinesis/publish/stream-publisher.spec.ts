import { afterEach, describe, expect, it } from '@jest/globals';
import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { randomBytes } from 'node:crypto';
import { StreamPublisher, type StreamPublisherOptions } from './stream-publisher.js';

/** Time passes as fast as the work allows; pauses keep their order. */
const quick: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs / 50);
    return () => clearTimeout(timer);
  },
};

type Answer = (entry: PutRecordsRequestEntry, request: number) => Partial<PutRecordsResultEntry> | undefined;
const throttled = { ErrorCode: 'ProvisionedThroughputExceededException' };

/** A stream that keeps what it takes; `answer` may refuse single records, or throw to refuse a request. */
function aStream(answer: Answer = () => undefined, over: Partial<StreamPublisherOptions> = {}) {
  const requests: string[][] = [];
  const stored: PutRecordsRequestEntry[] = [];
  const logger = new CapturingLogger();
  let underWay = 0;
  let most = 0;
  const publisher = new StreamPublisher({
    ...{ lingerMs: 0, clock: quick, logger, random: () => 0.5, newMessageId: () => randomBytes(16) },
    restore: async () => undefined,
    put: async (entries) => {
      const request = requests.push(entries.map(({ PartitionKey }) => PartitionKey ?? ''));
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
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
  return { publisher, requests, stored, textsOf, logger, mostUnderWay: () => most };
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

describe('publishing to a stream', () => {
  it('sends the keys together, one message of each, one request at a time', async () => {
    const { publisher, requests, textsOf, mostUnderWay } = aStream();
    await publishAll(publisher, ['a', 'b', 'c'], 5);
    for (const key of ['a', 'b', 'c']) expect(textsOf(key)).toEqual(numbers(5));
    for (const keys of requests) expect(new Set(keys).size).toBe(keys.length);
    expect(requests.length).toBeLessThan(10);
    expect(mostUnderWay()).toBe(1);
  });

  it('lets nothing of a key overtake what Kinesis refused, and other keys go on', async () => {
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

  it('keeps order when any record is refused at random', async () => {
    let seed = 11;
    const { publisher, textsOf } = aStream(() =>
      (seed = (seed * 48_271) % 2_147_483_647) % 3 === 0 ? throttled : undefined,
    );
    const keys = ['a', 'b', 'c', 'd', 'e'];
    await publishAll(publisher, keys, 20);
    for (const key of keys) expect(textsOf(key)).toEqual(numbers(20));
  });

  it('tries a request again until it is taken, and says no word of what is in it', async () => {
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

  it('says that records are refused, and not for each of them', async () => {
    let refused = 0;
    const { publisher, logger } = aStream(() => ((refused += 1) <= 200 ? throttled : undefined));
    await publishAll(publisher, numbers(50), 1);
    expect(refused).toBeGreaterThan(200);
    const said = logger.lines.filter(({ message }) => message.startsWith('Kinesis did not take records'));
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThan(10);
    expect(said[0]).toMatchObject({ level: 'warn', fields: { code: throttled.ErrorCode } });
  });

  it('has a stream made again that is not there any more', async () => {
    let isThere = false;
    const { publisher, textsOf } = aStream(
      () => {
        if (!isThere) throw Object.assign(new Error(), { name: 'ResourceNotFoundException' });
        return undefined;
      },
      { restore: async () => void (isThere = true) },
    );
    await publishAll(publisher, ['a'], 2);
    expect(textsOf('a')).toEqual(numbers(2));
  });

  it('cuts requests at 500 records and 5 MiB', async () => {
    const { publisher, requests } = aStream(undefined, { lingerMs: 50 });
    await Promise.all(numbers(1_200).map((key) => publisher.publish(key, Buffer.alloc(1))));
    expect(requests.map(({ length }) => length)).toEqual([500, 500, 200]);
    requests.length = 0;
    await Promise.all(numbers(12).map((key) => publisher.publish(key, Buffer.alloc(1_000_000))));
    expect(requests.map(({ length }) => length)).toEqual([5, 5, 2]);
  });

  it('sends only the missing parts of a large message again, and nothing later of its key before', async () => {
    let parts = 0;
    const { publisher, stored } = aStream((entry) =>
      (entry.Data?.length ?? 0) > 1_000 && (parts += 1) === 2 ? throttled : undefined,
    );
    await Promise.all([publisher.publish('a', Buffer.alloc(1_048_576)), publisher.publish('a', Buffer.from('later'))]);
    expect(stored.map(({ Data }) => Data?.length)).toEqual([524_313, 524_313, 5]);
    expect(parts).toBe(3);
  });

  it('sends all parts again when a resharding put them into different shards', async () => {
    let parts = 0;
    const { publisher, stored } = aStream(() => ({
      ShardId: (parts += 1) === 2 ? 'shardId-000000000001' : 'shardId-000000000000',
    }));
    await publisher.publish('a', Buffer.alloc(1_048_576));
    expect(stored).toHaveLength(4);
    const idOf = ({ Data }: PutRecordsRequestEntry) => Buffer.from(Data as Uint8Array).toString('hex', 5, 21);
    expect(new Set(stored.slice(0, 2).map(idOf))).not.toEqual(new Set(stored.slice(2).map(idOf)));
  });

  it('gives what it has some time to get out when it is closed, and refuses the rest', async () => {
    let isAway = true;
    const { publisher, textsOf } = aStream(() => {
      if (isAway) throw new Error();
      return undefined;
    });
    const kept = publisher.publish('a', Buffer.from('kept'));
    const closing = publisher.close(100_000);
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
