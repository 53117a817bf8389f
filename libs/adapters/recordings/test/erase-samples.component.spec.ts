import { bytesPerSample, callIdSchema, type AudioCodec } from '@earshot/contracts';
import { silenceByte, wavHeaderBytes } from '@earshot/domain';
import type { RecordingFormat, TrackSamples } from '@earshot/ports';
import { InMemoryCallKeys, startS3, type S3Server } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskRecordingStore, type Recordings } from '../src/index.js';
import { S3RecordingStore } from '../src/s3/s3-recording-store.js';
import { realClock } from './real-clock.js';

jest.setTimeout(120_000);

const RATE = 8_000;
const call = (text: string) => callIdSchema.parse(text);
/** Longer than one piece of an erasure. */
const FRAMES = 40_000;

/** No sample of it is silence. */
const sound = ({ codec, channelCount }: RecordingFormat): Buffer =>
  Buffer.from(Uint8Array.from({ length: FRAMES * bytesPerSample[codec] * channelCount }, (_, at) => 1 + (at % 99)));

async function record(store: Recordings, id: string, format: RecordingFormat): Promise<Buffer> {
  const writer = await store.open(call(id), format);
  const audio = sound(format);
  for (let at = 0; at < audio.length; at += 24_000) await writer.append(audio.subarray(at, at + 24_000));
  await writer.close();
  await store.finish(call(id));
  return audio;
}

async function stored(store: Recordings, id: string): Promise<Buffer> {
  const recording = await store.find(call(id));
  if (recording === null) throw new Error('no recording');
  const pieces: Buffer[] = [];
  for await (const piece of recording.read(wavHeaderBytes(recording.format), recording.sizeBytes))
    pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function erased(audio: Buffer, { codec, channelCount }: RecordingFormat, samples: readonly TrackSamples[]): Buffer {
  const width = bytesPerSample[codec];
  const result = Buffer.from(audio);
  for (const { track, from, to } of samples)
    for (let frame = from; frame < Math.min(to, FRAMES); frame++)
      result.fill(
        silenceByte(codec),
        (frame * channelCount + track) * width,
        (frame * channelCount + track + 1) * width,
      );
  return result;
}

const formats: RecordingFormat[] = (
  [
    ['L16', 2],
    ['PCMU', 1],
    ['PCMA', 3],
  ] as [AudioCodec, number][]
).map(([codec, channelCount]) => ({ codec, channelCount, sampleRateHz: RATE }));

describe.each(['disk', 's3'])('removing audio from recordings on %s', (kind) => {
  let home: string;
  let s3: S3Server;
  const keys = new InMemoryCallKeys();
  const open = (): Recordings =>
    kind === 'disk'
      ? createDiskRecordingStore({ directory: home, keys })
      : new S3RecordingStore({
          ...{ bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true, prefix: 'calls/' },
          ...{ chunkSeconds: 1, maxBufferedBytes: 16 * 1_048_576, clock: realClock, keys },
        });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-erase-'));
    s3 = await startS3();
    Object.assign(process.env, s3.environment);
  });
  afterAll(async () => {
    await s3.dispose();
    await rm(home, { recursive: true, force: true });
  });
  afterEach(() => (s3.fault = undefined));

  it.each(formats)('silences samples of one track for good: $codec with $channelCount tracks', async (format) => {
    const id = `erase-${format.codec}`;
    const audio = await record(open(), id, format);
    const track = format.channelCount - 1;
    const samples = [
      { track, from: 0, to: 10 },
      { track, from: 15_000, to: 36_001 },
      { track: 0, from: FRAMES - 3, to: FRAMES + 5_000 },
      { track: 9, from: 0, to: FRAMES },
    ];
    const expected = erased(audio, format, samples.slice(0, 3));
    for (let time = 0; time < 2; time++) {
      await open().eraseSamples(call(id), (found) => {
        expect(found).toEqual(format);
        return samples;
      });
      expect((await stored(open(), id)).equals(expected)).toBe(true);
    }
  });

  it('does nothing without a recording', async () => {
    await open().eraseSamples(call('nothing'), () => [{ track: 0, from: 0, to: 10 }]);
    expect(await open().find(call('nothing'))).toBeNull();
  });

  it('removes from a recording that was never finished', async () => {
    const [format = { codec: 'L16', channelCount: 2, sampleRateHz: RATE }] = formats;
    const writer = await open().open(call('unfinished'), format);
    await writer.append(sound(format).subarray(0, 32_000));
    await writer.close();
    await open().eraseSamples(call('unfinished'), () => [{ track: 0, from: 0, to: 8_000 }]);
    const left = await stored(open(), 'unfinished');
    for (let frame = 0; frame < 8_000; frame++) {
      if (left.readUInt16LE(frame * 4) !== 0 || left.readUInt16LE(frame * 4 + 2) === 0) throw new Error(`at ${frame}`);
    }
    if (kind === 's3') expect((await s3.keys()).filter((key) => key.includes('unfinished'))).toHaveLength(1);
  });

  it('removes a whole recording, also an unfinished one whose key is destroyed, and leaves the others', async () => {
    const [format = { codec: 'L16', channelCount: 2, sampleRateHz: RATE }] = formats;
    const audio = await record(open(), 'gone-beside', format);
    await record(open(), 'gone', format);
    const writer = await open().open(call('gone-live'), format);
    await writer.append(sound(format));
    await writer.close();
    for (const id of ['gone', 'gone-live']) {
      await keys.destroyKey(call(id));
      const removed = await open().removeRecording(call(id));
      expect(removed.files).toBeGreaterThan(0);
      expect(removed.fileBytes).toBeGreaterThan(audio.length);
      expect(await open().removeRecording(call(id))).toEqual({ files: 0, fileBytes: 0 });
      expect(await open().find(call(id))).toBeNull();
    }
    expect((await stored(open(), 'gone-beside')).equals(audio)).toBe(true);
    const names = kind === 's3' ? await s3.keys() : await readdir(home, { recursive: true });
    expect(names.filter((name) => /gone-(?!beside)/.test(name))).toEqual([]);
  });

  if (kind === 's3')
    it('keeps the earlier file when the store fails, and removes at the next attempt', async () => {
      const [format = { codec: 'L16', channelCount: 2, sampleRateHz: RATE }] = formats;
      const audio = await record(open(), 'failing', format);
      const samples = [{ track: 1, from: 100, to: 200 }];
      s3.fault = ({ method }) => (method === 'PUT' ? 400 : undefined);
      await expect(open().eraseSamples(call('failing'), () => samples)).rejects.toMatchObject({
        code: 'RECORDING_IO_FAILED',
        retryable: true,
      });
      s3.fault = undefined;
      expect((await stored(open(), 'failing')).equals(audio)).toBe(true);
      await open().eraseSamples(call('failing'), () => samples);
      expect((await stored(open(), 'failing')).equals(erased(audio, format, samples))).toBe(true);
    });
});
