import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callIdSchema } from '@earshot/contracts';
import { InMemoryCallKeys, type IssuedPair, type S3Server, startS3, TestAuthority } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecordingStore, recordingsConfigSchema, type Recordings } from '../src/index.js';
import { realClock } from './real-clock.js';

const authority = await TestAuthority.create();
const untrusted = [
  ['by an authority that it does not know', await authority.issue(), 'nobody', 'first certificate'],
  ['for another name', await authority.issue({ names: ['s3.example.org'] }), 'ours', "certificate's altnames"],
  ['that has expired', await authority.issueExpired(), 'ours', 'has expired'],
] as const;

describe('recordings in a bucket behind TLS', () => {
  let folder: string;
  let caFile: string;
  let s3: S3Server | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-s3-tls-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.certificate);
  });
  afterEach(() => s3?.dispose());
  afterAll(() => rm(folder, { recursive: true }));

  const start = async (pair: IssuedPair): Promise<void> => {
    s3 = await startS3({ pair });
    Object.assign(process.env, s3.environment);
  };
  const open = (settings: Record<string, string>): Promise<Recordings> =>
    createRecordingStore(
      recordingsConfigSchema.parse({
        ...{ RECORDINGS: 's3', S3_BUCKET: s3?.bucket, S3_ENDPOINT: s3?.endpoint, S3_FORCE_PATH_STYLE: 'true' },
        ...settings,
      }),
      { directory: folder, clock: realClock, keys: new InMemoryCallKeys(), isWriter: true },
    );

  it('are written and found', async () => {
    await start(await authority.issue());
    expect(s3?.endpoint).toMatch(/^https:/);
    const store = await open({ S3_TLS_CA_FILE: caFile });
    const callId = callIdSchema.parse('behind-tls');
    const writer = await store.open(callId, { codec: 'L16', sampleRateHz: 8_000, channelCount: 1 });
    await writer.append(Buffer.alloc(16_000));
    await writer.close();
    expect(await store.find(callId)).not.toBeNull();
  });

  it.each(untrusted)('are not written to a store with a certificate %s', async (_, pair, trusted, reason) => {
    await start(pair);
    await expect(open(trusted === 'ours' ? { S3_TLS_CA_FILE: caFile } : {})).rejects.toMatchObject({
      code: 'RECORDINGS_UNUSABLE',
      message: expect.stringContaining(reason),
    });
  });

  it('need the file that the setting names', async () => {
    await start(await authority.issue());
    await expect(open({ S3_TLS_CA_FILE: join(folder, 'nothing.pem') })).rejects.toMatchObject({
      code: 'RECORDINGS_UNUSABLE',
      message: 'S3_TLS_CA_FILE: the file cannot be read (ENOENT)',
    });
  });
});
