import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askKinesis } from './ask-kinesis.js';
import { kinesisError, startKinesis, type KinesisServer } from './start-kinesis.js';

let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

const ask = (operation: string, input: object) => askKinesis(kinesis.endpoint, operation, input);

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
