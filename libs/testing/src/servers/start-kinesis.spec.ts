import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kinesisError, startKinesis, type KinesisServer } from './start-kinesis.js';

let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

async function ask(operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(kinesis.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
      'x-amz-date': 'any',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function readAll(): Promise<unknown[]> {
  const { ShardIterator } = await ask('GetShardIterator', {
    StreamName: 'kept',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  return (await ask('GetRecords', { ShardIterator }))['Records'] as unknown[];
}

describe('the Kinesis of the tests', () => {
  it('keeps its records while it is stopped, and lets a fault answer requests', async () => {
    await ask('CreateStream', { StreamName: 'kept', ShardCount: 1 });
    while (((await ask('ListShards', { StreamName: 'kept' }))['Shards'] as unknown[]).length === 0) continue;
    const record = { Data: 'AAAA', PartitionKey: 'a' };
    await ask('PutRecords', { StreamName: 'kept', Records: [record] });
    expect(await readAll()).toHaveLength(1);

    await kinesis.goAway();
    await expect(readAll()).rejects.toThrow();
    await kinesis.comeBack();
    expect(await readAll()).toHaveLength(1);

    kinesis.fault = async (operation, input, forward) =>
      operation === 'PutRecords' ? kinesisError('LimitExceededException') : forward(input);
    expect(await ask('PutRecords', { StreamName: 'kept', Records: [record] })).toMatchObject({
      __type: 'LimitExceededException',
    });
    expect(await readAll()).toHaveLength(1);
    kinesis.fault = undefined;
  });
});
