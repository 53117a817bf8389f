import { callIdSchema, type CallId } from '@earshot/contracts';
import type { RecordingFormat, RecordingStore, RecordingWriter, StoredRecording } from '@earshot/ports';
import { parseWavHeader } from '@earshot/domain';
import { InMemoryCallKeys, startS3, type S3Server } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRecordingStore, recordingsConfigSchema } from '../src/index.js';
import { S3RecordingStore, type S3RecordingOptions } from '../src/s3/s3-recording-store.js';
import { S3Objects } from '../src/s3/s3-objects.js';
import { realClock } from './real-clock.js';

jest.setTimeout(180_000);

const format: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
const SECOND = 32_000;
const noise = (bytes: number) =>
  Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
const keys = new InMemoryCallKeys();
const call = (id: string): CallId => callIdSchema.parse(id);

async function bytesOf(recording: StoredRecording | null, from = 44): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of recording?.read(from, recording.sizeBytes) ?? []) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function write(writer: RecordingWriter, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 3_200) await writer.append(bytes.subarray(at, at + 3_200));
}

describe('S3RecordingStore', () => {
  let s3: S3Server;
  const store = (over: Partial<S3RecordingOptions> = {}): S3RecordingStore =>
    new S3RecordingStore({
      ...{ bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true, prefix: 'calls/' },
      ...{ chunkSeconds: 1, maxBufferedBytes: 16 * 1_048_576, clock: realClock, keys },
      ...over,
    });
  const recorded = async (id: CallId, bytes: Buffer, by: RecordingStore = store()) => {
    const writer = await by.open(id, format);
    await write(writer, bytes);
    await writer.close();
  };
  const keysOf = async (id: CallId) => (await s3.keys()).filter((key) => key.includes(`/${id}-`));
  const refuse = (method: string, isMeant: (key: string) => boolean = () => true) => {
    s3.fault = (request) => (request.method === method && isMeant(request.key) ? 400 : undefined);
  };

  beforeAll(async () => {
    s3 = await startS3({ keysPerListing: 3 });
    Object.assign(process.env, s3.environment);
  });
  afterAll(() => s3.dispose());
  afterEach(() => (s3.fault = undefined));

  it('keeps a live call in chunks and a finished call in one file', async () => {
    const [id, audio] = [call('phases'), noise(2.5 * SECOND)];
    await recorded(id, audio);
    const names = (await keysOf(id)).map((key) => key.split('/').at(-1));
    expect(names).toEqual([
      '000000000000-000000008000.L16-8000-2.sealed',
      '000000008000-000000016000.L16-8000-2.sealed',
      '000000016000-000000020000.L16-8000-2.sealed',
    ]);
    await store().finish(id);
    expect(await keysOf(id)).toEqual([expect.stringMatching(/^calls\/[0-9a-f]{2}\/phases-[0-9a-f]{32}\.wav$/)]);
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
  });

  it.each([3, 16])(
    'keeps one channel for each of %i tracks, in chunks and in the finished file',
    async (channelCount) => {
      const [id, tracks] = [call(`tracks-${channelCount}`), { ...format, codec: 'PCMU', channelCount } as const];
      const audio = noise(channelCount * 12_000);
      const first = await store().open(id, tracks);
      await first.append(audio.subarray(0, channelCount * 9_000));
      await first.close();
      const second = await store().open(id, tracks);
      expect(second.positionSample).toBe(9_000);
      await second.append(audio.subarray(channelCount * 9_000));
      await second.silenceUntil(16_000);
      await second.close();
      const silence = Buffer.alloc(channelCount * 4_000, 0xff);
      for (const isFinished of [false, true]) {
        if (isFinished) await store().finish(id);
        const recording = await store().find(id);
        expect(recording).toMatchObject({ format: tracks, durationMs: 2_000 });
        const whole = await bytesOf(recording, 0);
        const header = parseWavHeader(whole);
        expect(header).toMatchObject({ ok: true, value: { ...tracks, dataBytes: channelCount * 16_000 } });
        const samples = whole.subarray(header.ok ? header.value.dataOffset : 0);
        expect(samples.equals(Buffer.concat([audio, silence]))).toBe(true);
      }
    },
  );

  it('uploads a chunk that does not fill up', async () => {
    const [id, audio] = [call('paused'), noise(3_200)];
    let told = () => {};
    const durable = new Promise<void>((resolve) => (told = resolve));
    const writer = await store().open(id, format, told);
    await writer.append(audio);
    expect(writer.durableSample).toBe(0);
    await durable;
    expect(writer.durableSample).toBe(800);
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
    await writer.abandon();
  });

  it('assembles a recording that is larger than a part', async () => {
    const id = call('large');
    const writer = await store().open(id, format);
    await write(writer, noise(SECOND));
    await writer.silenceUntil(8_000 * 600);
    await write(writer, noise(SECOND));
    await writer.close();
    const before = await bytesOf(await store().find(id), 0);
    expect(before.length).toBe(44 + 601 * SECOND);
    let parts = 0;
    s3.fault = ({ query }) => void (query.has('partNumber') && (parts += 1));
    await store().finish(id);
    expect(parts).toBe(3);
    expect((await bytesOf(await store().find(id), 0)).equals(before)).toBe(true);
  });

  it('finds more chunks than one listing shows', async () => {
    const id = call('long');
    const writer = await store().open(id, format);
    await write(writer, noise(SECOND));
    await writer.silenceUntil(8_000 * 8);
    for (let second = 0; second < 8; second++) await write(writer, noise(SECOND));
    await writer.close();
    expect((await keysOf(id)).length).toBe(10);
    let listings = 0;
    s3.fault = ({ method, query }) => void (method === 'GET' && query.has('prefix') && (listings += 1));
    const recording = await store().find(id);
    expect(listings).toBeGreaterThan(3);
    expect(recording?.durationMs).toBe(16_000);
    expect((await bytesOf(recording, 44 + 15 * SECOND)).equals(noise(SECOND))).toBe(true);
    await store().finish(id);
    expect(await keysOf(id)).toHaveLength(1);
    expect((await store().find(id))?.durationMs).toBe(16_000);
  });

  it.each([
    ['while it assembles', () => refuse('PUT', (key) => key.endsWith('.wav')), 3],
    ['between assembling and removing', () => refuse('DELETE'), 4],
  ])('stays complete when its assembler dies %s, and another process can finish it', async (_, disturb, left) => {
    const [id, audio] = [call(`dies-${left}`), noise(2.5 * SECOND)];
    await recorded(id, audio);
    disturb();
    await expect(store().finish(id)).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED', retryable: true });
    expect(await keysOf(id)).toHaveLength(left);
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
    s3.fault = undefined;
    await store().finish(id);
    expect(await keysOf(id)).toHaveLength(1);
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
  });

  it('gives up when the listings of the store never agree', async () => {
    const id = call('disagrees');
    await recorded(id, noise(SECOND));
    const [key = ''] = await keysOf(id);
    const wav = `${key.slice(0, key.lastIndexOf('/'))}.wav`;
    const objects = new S3Objects({ bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true });
    s3.fault = async ({ method, query }) => {
      if (method !== 'GET' || !query.has('prefix')) return;
      // A listing of the file alone shows it. A listing of the whole call does not.
      if (query.get('prefix') === wav) await objects.put(wav, noise(44));
      else await objects.remove([wav]);
    };
    await expect(store().find(id)).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED', retryable: true });
  });

  it('keeps reading while its chunks are assembled and removed', async () => {
    const [id, audio] = [call('moves'), noise(5 * SECOND)];
    await recorded(id, audio);
    const recording = (await store().find(id)) as StoredRecording;
    const pieces: Buffer[] = [];
    for await (const piece of recording.read(0, recording.sizeBytes)) {
      if (pieces.push(piece as Buffer) === 2) await store().finish(id);
    }
    expect(await keysOf(id)).toHaveLength(1);
    expect(Buffer.concat(pieces).subarray(44).equals(audio)).toBe(true);
  });

  it('does not let a late upload replace a longer file by a shorter one', async () => {
    const [id, audio] = [call('late'), noise(3 * SECOND)];
    await recorded(id, audio.subarray(0, SECOND));
    let arrived = () => {};
    let release = () => {};
    const [isHeld, isReleased] = [
      new Promise<void>((resolve) => (arrived = resolve)),
      new Promise<void>((resolve) => (release = resolve)),
    ];
    s3.fault = async ({ method, key }) => {
      if (method !== 'PUT' || !key.endsWith('.wav')) return;
      s3.fault = undefined;
      arrived();
      await isReleased;
    };
    const late = store()
      .finish(id)
      .catch((error: unknown) => error);
    await isHeld;
    await recorded(id, audio.subarray(SECOND));
    await store().finish(id);
    release();
    expect(await late).toMatchObject({ code: 'RECORDING_IO_FAILED', retryable: true });
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
    expect(await keysOf(id)).toHaveLength(1);
  });

  it('takes audio until six chunks wait for an unreachable store, then refuses, and stores everything in the end', async () => {
    const [id, audio] = [call('away'), noise(20 * SECOND)];
    const writer = await store().open(id, format);
    await s3.goAway();
    let at = 0;
    const failure = await (async () => {
      for (; at < audio.length; at += 3_200) await writer.append(audio.subarray(at, at + 3_200));
      return undefined;
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'RECORDING_IO_FAILED', retryable: true });
    expect(at).toBe(6 * SECOND);
    expect(writer.positionSample).toBe(at / 4);
    await s3.comeBack();
    // A rejected append took nothing, so the same audio is appended again.
    while (at < audio.length) {
      await writer.append(audio.subarray(at, at + 3_200)).then(
        () => (at += 3_200),
        () => undefined,
      );
    }
    await writer.close();
    expect(writer.durableSample).toBe(audio.length / 4);
    expect((await bytesOf(await store().find(id))).equals(audio)).toBe(true);
  });

  it('keeps the audio of all calls in memory within its bound', async () => {
    const limited = store({ maxBufferedBytes: 4 * SECOND, chunkSeconds: 60 });
    const writers = await Promise.all(['m1', 'm2', 'm3'].map((id) => limited.open(call(id), format)));
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    s3.fault = ({ method }) => (method === 'PUT' ? isReleased : undefined);
    let taken = 0;
    const feeding = writers.map(async (writer) => {
      for (let piece = 0; piece < 30; piece++) {
        await writer.append(noise(3_200));
        taken += 3_200;
      }
    });
    const refusals = await Promise.allSettled(feeding);
    expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(taken).toBeGreaterThanOrEqual(4 * SECOND);
    expect(taken).toBeLessThanOrEqual(4 * SECOND + 3 * 3_200);
    release();
    await Promise.all(writers.map((writer) => writer.close()));
    const stored = await Promise.all(
      ['m1', 'm2', 'm3'].map(async (id) => (await bytesOf(await store().find(call(id)))).length),
    );
    expect(stored.reduce((sum, bytes) => sum + bytes)).toBe(taken);
  });

  it('abandons a running upload', async () => {
    const id = call('abandons');
    const writer = await store().open(id, format);
    let requests = 0;
    s3.fault = ({ method }) => {
      if (method === 'PUT' && (requests += 1) > 0) return new Promise(() => {});
      return undefined;
    };
    await write(writer, noise(2 * SECOND));
    await writer.abandon();
    s3.fault = undefined;
    expect(requests).toBeLessThanOrEqual(1);
    expect(await keysOf(id)).toEqual([]);
  });
});

describe('createRecordingStore', () => {
  let s3: S3Server;
  const create = (env: Record<string, string>, isWriter = true) =>
    createRecordingStore(recordingsConfigSchema.parse(env), { directory: 'unused', clock: realClock, keys, isWriter });

  beforeAll(async () => {
    s3 = await startS3();
    Object.assign(process.env, s3.environment);
  });
  afterAll(() => s3.dispose());

  it('uses the disk by default and the bucket when the settings say so', async () => {
    expect(await create({})).not.toBeInstanceOf(S3RecordingStore);
    const env = { RECORDINGS: 's3', S3_ENDPOINT: s3.endpoint, S3_FORCE_PATH_STYLE: 'true', S3_BUCKET: s3.bucket };
    const store = await create(env);
    expect(store).toBeInstanceOf(S3RecordingStore);
    const writer = await store.open(call('by settings'), format);
    await writer.append(noise(400));
    await writer.close();
    expect(() => recordingsConfigSchema.parse({ RECORDINGS: 'tape' })).toThrow();
  });

  it('refuses a missing bucket for a writer and names the variable', async () => {
    const env = { RECORDINGS: 's3', S3_ENDPOINT: s3.endpoint, S3_FORCE_PATH_STYLE: 'true' };
    await expect(create(env)).rejects.toMatchObject({
      code: 'RECORDINGS_UNUSABLE',
      message: expect.stringMatching(/^S3_BUCKET: /),
    });
    await expect(create({ ...env, S3_BUCKET: 'not-there' })).rejects.toMatchObject({ code: 'RECORDINGS_UNUSABLE' });
    await expect(create({ ...env, S3_BUCKET: 'not-there' }, false)).resolves.toBeDefined();
    await s3.goAway();
    await expect(create({ ...env, S3_BUCKET: s3.bucket })).resolves.toBeDefined();
  });
});
