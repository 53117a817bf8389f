import { callIdSchema } from '@earshot/contracts';
import type { RecordingFormat } from '@earshot/ports';
import { InMemoryCallKeys, startS3, type S3Request, type S3Server } from '@earshot/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingPolicy, recordingServices, type RecordingService } from '../src/s3/recording-policy.js';
import { S3Objects } from '../src/s3/s3-objects.js';
import { S3RecordingStore } from '../src/s3/s3-recording-store.js';
import { realClock } from './real-clock.js';

const format: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 1 };
const SECOND = Buffer.alloc(16_000, 1);
const PREFIX = 'recordings/';
const FORBIDDEN = 403;
const id = callIdSchema.parse('of-the-policy');
const keys = new InMemoryCallKeys();

/** The right that S3 asks for, as its documentation lists it for each request. */
function actionOf({ method, key, query }: S3Request): string {
  if (key === '') return method === 'GET' ? 's3:ListBucket' : `s3:other-than-list (${method})`;
  if (method === 'DELETE') return query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject';
  return method === 'PUT' || method === 'POST' ? 's3:PutObject' : 's3:GetObject';
}

describe('the policy of each service at S3', () => {
  let s3: S3Server;
  let acting: RecordingService;
  let used: Set<string>;
  let breaks: (request: S3Request) => boolean;

  beforeAll(async () => {
    s3 = await startS3();
    Object.assign(process.env, s3.environment);
    s3.fault = (request) => {
      const action = actionOf(request);
      const resource = `arn:aws:s3:::${s3.bucket}${request.key === '' ? '' : `/${request.key}`}`;
      const { Statement } = recordingPolicy(acting, { bucket: s3.bucket, prefix: PREFIX });
      const isAllowed = Statement.some(
        ({ Action, Resource }) =>
          Action.includes(action) &&
          Resource.some(
            (allowed) => resource === allowed || (allowed.endsWith('*') && resource.startsWith(allowed.slice(0, -1))),
          ),
      );
      if (!isAllowed) return FORBIDDEN;
      used.add(action);
      return breaks(request) ? 400 : undefined;
    };
  });
  afterAll(() => s3.dispose());
  beforeEach(() => {
    used = new Set();
    breaks = () => false;
  });

  const storeAs = (service: RecordingService): S3RecordingStore => {
    acting = service;
    return new S3RecordingStore({
      ...{ bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true, prefix: PREFIX },
      ...{ chunkSeconds: 60, maxBufferedBytes: 16 * 1_048_576, clock: realClock, keys },
    });
  };
  async function record(store: S3RecordingStore, call = id): Promise<void> {
    const writer = await store.open(call, format);
    await writer.append(SECOND);
    await writer.close();
    await store.finish(call);
  }
  const actionsOf = (service: RecordingService): readonly string[] =>
    recordingPolicy(service, { bucket: s3.bucket }).Statement.flatMap(({ Action }) => Action);

  it('lets persistence write, mute and remove recordings, and grants nothing that it does not use', async () => {
    const store = storeAs('persistence');
    await store.requireUsable();
    await record(store);
    const silence = [{ track: 0, from: 0, to: 100 }];
    // A part that the store refuses ends the upload: its parts are given up.
    breaks = ({ query }) => query.get('partNumber') === '2';
    const long = callIdSchema.parse('in-many-parts');
    const writer = await store.open(long, format);
    for (let second = 0; second < 600; second += 1) await writer.append(SECOND);
    await writer.close();
    await expect(store.finish(long)).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED' });
    breaks = () => false;
    await store.eraseSamples(id, () => silence);
    expect([...used].sort()).toEqual([...actionsOf('persistence')].sort());
    expect((await store.removeRecording(long)).files).toBeGreaterThan(0);
  }, 120_000);

  it.each(['transcription', 'gateway'] as const)(
    'lets %s read recordings, and refuses it everything else',
    async (service) => {
      await record(storeAs('persistence'), callIdSchema.parse(`for-${service}`));
      const store = storeAs(service);
      used.clear();
      const stored = await store.find(callIdSchema.parse(`for-${service}`));
      expect((await stored?.read(0, 100).toArray())?.length).toBeGreaterThan(0);
      expect([...used].sort()).toEqual([...actionsOf(service)].sort());

      await expect(store.removeRecording(callIdSchema.parse(`for-${service}`))).rejects.toMatchObject({
        code: 'RECORDING_IO_FAILED',
      });
      await expect(
        store.eraseSamples(callIdSchema.parse(`for-${service}`), () => [{ track: 0, from: 0, to: 100 }]),
      ).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED' });
      expect(await storeAs(service).find(callIdSchema.parse(`for-${service}`))).not.toBeNull();
    },
  );

  it('reaches no object outside the prefix of the recordings', async () => {
    acting = 'persistence';
    const objects = new S3Objects({ bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true });
    for (const attempt of [
      () => objects.put('payroll/file', SECOND),
      () => objects.get('payroll/file', 0, 1),
      () => objects.remove(['payroll/file']),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED' });
  });

  it.each(recordingServices)('is in the file that docker-compose.yml gives to the store: %s', (service) => {
    const file = join(import.meta.dirname, '../../../../tools/docker/s3-policies', `${service}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      recordingPolicy(service, { bucket: 'earshot', prefix: PREFIX }),
    );
  });
});
