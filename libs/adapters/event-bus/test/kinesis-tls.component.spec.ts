import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startKinesis, TestAuthority, type IssuedPair, type KinesisServer } from '@earshot/testing';
import { KinesisApi } from '../src/kinesis/kinesis-api.js';
import type { KinesisEventBus } from '../src/kinesis/kinesis-event-bus.js';
import { aKinesisBus, bytes, collectMessages, settingsFor, topic, until } from './kinesis-harness.js';

const authority = await TestAuthority.create();
const untrusted = [
  ['with an authority that it does not know', await authority.issue(), 'nobody', 'first certificate'],
  ['of another name', await authority.issue({ names: ['kinesis.example.org'] }), 'ours', "certificate's altnames"],
  ['whose certificate has expired', await authority.issueExpired(), 'ours', 'has expired'],
] as const;

describe('KinesisEventBus on a server with TLS', () => {
  const buses: KinesisEventBus[] = [];
  let folder: string;
  let caFile: string;
  let server: KinesisServer | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-kinesis-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.certificate);
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
    await server?.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = (trusted: string | undefined): KinesisEventBus => {
    const bus = aKinesisBus(settingsFor(server?.endpoint ?? '', { caFile: trusted }));
    buses.push(bus);
    return bus;
  };
  const start = async (pair: IssuedPair): Promise<void> => {
    server = await startKinesis({ pair });
  };

  it('publishes and reads', async () => {
    await start(await authority.issue());
    expect(server?.endpoint).toMatch(/^https:/);
    const bus = open(caFile);
    const received = await collectMessages(bus);
    await bus.publish(topic, 'a', bytes('hello'));
    await until(() => received.get('a')?.length === 1, 'the message');
  });

  it.each(untrusted)('does not trust a server %s', async (_, pair, trusted, reason) => {
    await start(pair);
    const bus = open(trusted === 'ours' ? caFile : undefined);
    await expect(bus.ping()).rejects.toMatchObject({
      code: 'BUS_TLS_FAILED',
      message: expect.stringContaining(reason),
      retryable: true,
    });
  });

  it('names the setting of a file that does not exist', async () => {
    await start(await authority.issue());
    await expect(open(join(folder, 'nothing.pem')).ping()).rejects.toMatchObject({
      code: 'BUS_CONFIG_UNUSABLE',
      message: 'KINESIS_TLS_CA_FILE: the file cannot be read (ENOENT)',
    });
  });

  it('subscribes to pushes, which use HTTP/2, with the same trust', async () => {
    const answering = createSecureServer(await authority.issue());
    answering.on('stream', (stream) => {
      stream.respond({ ':status': 400, 'content-type': 'application/x-amz-json-1.1' });
      stream.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such consumer' }));
    });
    answering.listen(0, '127.0.0.1');
    await once(answering, 'listening');
    const endpoint = `https://127.0.0.1:${(answering.address() as AddressInfo).port}`;
    const subscribe = async (trusted: string | undefined) => {
      const api = new KinesisApi({ region: 'eu-central-1', endpoint, caFile: trusted });
      const input = { ConsumerARN: 'arn', ShardId: 'shard', StartingPosition: { Type: 'LATEST' } } as const;
      const outcome = await api.subscribeToShard(input, new AbortController().signal).catch((error: Error) => error);
      await api.close();
      return outcome;
    };
    expect(await subscribe(caFile)).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await subscribe(undefined)).toMatchObject({ message: expect.stringContaining('first certificate') });
    await new Promise((resolve) => answering.close(resolve));
  });
});
