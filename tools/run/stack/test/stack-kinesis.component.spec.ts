import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingLogger } from '@earshot/testing';
import type { RunningBroker } from '../src/stack-broker.js';
import { startStackKinesis } from '../src/stack-kinesis.js';

const LINK_PORT = 4_567;

describe('startStackKinesis', () => {
  let dataDir: string;
  let broker: RunningBroker;
  const open = () =>
    startStackKinesis({ dataDir, linkPort: LINK_PORT, kafkaSignIn: 'certificates', logger: new CapturingLogger() });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-kinesis-'));
    broker = await open();
  });
  afterEach(async () => {
    await broker.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function sendRequest(operation: string, input: object): Promise<Record<string, unknown>> {
    const answer = await fetch(broker.address, {
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
    if (!answer.ok) throw new Error(text);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }
  const put = (...records: string[]) =>
    sendRequest('PutRecords', {
      StreamName: 'kept',
      Records: records.map((record) => ({ Data: Buffer.from(record).toString('base64'), PartitionKey: 'a' })),
    });
  async function readAll(): Promise<string[]> {
    const { ShardIterator } = await sendRequest('GetShardIterator', {
      StreamName: 'kept',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const records = (await sendRequest('GetRecords', { ShardIterator }))['Records'] as { Data: string }[];
    return records.map(({ Data }) => Buffer.from(Data, 'base64').toString());
  }
  const statusOf = async () =>
    (
      (await sendRequest('DescribeStreamSummary', { StreamName: 'kept' }))['StreamDescriptionSummary'] as {
        StreamStatus: string;
      }
    )['StreamStatus'];

  it('keeps its records when it is killed, stopped and started by a later stack', async () => {
    await sendRequest('CreateStream', { StreamName: 'kept', ShardCount: 1 });
    while ((await statusOf()) !== 'ACTIVE') continue;
    await sendRequest('IncreaseStreamRetentionPeriod', { StreamName: 'kept', RetentionPeriodHours: 720 });
    await put('one', 'two');

    const first = broker.pid;
    await broker.kill();
    expect(broker.isAlive()).toBe(false);
    await expect(readAll()).rejects.toThrow();
    await broker.start();
    expect(broker.pid).not.toBe(first);
    expect(await readAll()).toEqual(['one', 'two']);

    await put('three');
    await broker.stop();
    broker = await open();
    expect(await readAll()).toEqual(['one', 'two', 'three']);
  });

  it('refuses reads and writes above the limits of a shard, and keeps the accepted records', async () => {
    await sendRequest('CreateStream', { StreamName: 'kept', ShardCount: 1 });
    while ((await statusOf()) !== 'ACTIVE') continue;
    const { ShardIterator } = await sendRequest('GetShardIterator', {
      StreamName: 'kept',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const readUntilRefused = async () => {
      for (;;) await Promise.all(Array.from({ length: 20 }, () => sendRequest('GetRecords', { ShardIterator })));
    };
    await expect(readUntilRefused()).rejects.toThrow('ProvisionedThroughputExceededException');

    const large = 'x'.repeat(1_000_000);
    let taken = 0;
    for (let isRefused = false; !isRefused;) {
      const { Records } = await put(large, large, large, large);
      const refused = (Records as { ErrorCode?: string }[]).map(({ ErrorCode }) => ErrorCode);
      taken += refused.filter((code) => code === undefined).length;
      isRefused = refused.includes('ProvisionedThroughputExceededException');
    }
    const read = async (): Promise<string[]> => readAll().catch(read);
    expect(await read()).toEqual(Array.from({ length: taken }, () => large));
  });

  it('connects a service directly or through the link, with the settings that the AWS client needs', () => {
    expect(broker.environment).toMatchObject({
      EARSHOT_BUS: 'kinesis',
      KINESIS_ENDPOINT: broker.address,
      AWS_REGION: expect.any(String),
    });
    expect(broker.environmentByLink).toEqual({
      ...broker.environment,
      KINESIS_ENDPOINT: `http://127.0.0.1:${LINK_PORT}`,
    });
    expect(broker.address).toBe(`http://127.0.0.1:${broker.behindLinkPort}`);
  });
});
