import { InMemoryCallKeys, recordingStoreConformance, startS3, type S3Server } from '@earshot/testing';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskRecordingStore } from '../src/index.js';
import { S3RecordingStore } from '../src/s3/s3-recording-store.js';
import { realClock } from './real-clock.js';

jest.setTimeout(120_000);

const keys = new InMemoryCallKeys();

describe('recordings on disk', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-rec-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it.each(recordingStoreConformance.map((each, place) => ({ ...each, place })))('$promise', ({ run, place }) =>
    run(() => ({ process: () => createDiskRecordingStore({ directory: join(home, String(place)), keys }) })),
  );
});

describe('recordings in an object store', () => {
  let s3: S3Server;
  beforeAll(async () => {
    s3 = await startS3();
    Object.assign(process.env, s3.environment);
  });
  afterAll(() => s3.dispose());

  it.each(recordingStoreConformance.map((each, place) => ({ ...each, place })))('$promise', ({ run, place }) =>
    run(() => ({
      process: () =>
        new S3RecordingStore({
          bucket: s3.bucket,
          endpoint: s3.endpoint,
          forcePathStyle: true,
          prefix: `place ${place}/`,
          chunkSeconds: 1,
          maxBufferedBytes: 16 * 1_048_576,
          clock: realClock,
          keys,
        }),
    })),
  );
});
