import { callIdSchema, type CallId } from '@earshot/contracts';
import { wavHeader } from '@earshot/domain';
import type { RecordingFormat } from '@earshot/ports';
import { InMemoryCallKeys, startS3, type S3Server } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDiskRecordingStore, type Recordings } from '../src/index.js';
import { recordingPath } from '../src/recording-path.js';
import { S3RecordingStore } from '../src/s3/s3-recording-store.js';
import { S3Objects } from '../src/s3/s3-objects.js';
import { realClock } from './real-clock.js';

jest.setTimeout(120_000);

const format: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
const call = (id: string): CallId => callIdSchema.parse(id);
const [one, other] = [call('call-1'), call('call-2')];
/** A pattern that no sealed byte repeats, planted all over the audio. */
const MARKER = Buffer.from('a tone that nobody may find again');
const marked = (bytes: number): Buffer => Buffer.alloc(bytes, MARKER);
const unreadable = { code: 'RECORDING_UNREADABLE', retryable: false };

async function readAll(store: Recordings, id: CallId, from = 0): Promise<Buffer> {
  const recording = await store.find(id);
  const pieces: Buffer[] = [];
  for await (const piece of recording?.read(from, recording.sizeBytes) ?? []) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Where the bytes of recordings lie. Reads and replaces them as somebody would who has the disk or the bucket. */
interface Place {
  readonly store: Recordings;
  readonly names: (id: CallId) => Promise<string[]>;
  readonly read: (name: string) => Promise<Buffer>;
  readonly write: (name: string, bytes: Uint8Array) => Promise<void>;
}

describe.each(['disk', 's3'] as const)('sealed recordings on %s', (kind) => {
  let s3: S3Server;
  let home: string;
  let keys: InMemoryCallKeys;
  let place: Place;

  const openDisk = (): Place => ({
    store: createDiskRecordingStore({ directory: home, keys }),
    names: async (id) => [join(home, recordingPath(id))],
    read: (name) => readFile(name),
    write: async (name, bytes) => {
      await mkdir(dirname(name), { recursive: true });
      await writeFile(name, bytes);
    },
  });
  const openBucket = (): Place => {
    const bucket = { bucket: s3.bucket, endpoint: s3.endpoint, forcePathStyle: true };
    const objects = new S3Objects(bucket);
    const prefix = `${home.slice(1)}/`;
    const options = { ...bucket, prefix, chunkSeconds: 1, maxBufferedBytes: 16 * 1_048_576 };
    return {
      store: new S3RecordingStore({ ...options, clock: realClock, keys }),
      names: async (id) =>
        (await s3.keys()).filter((key) => key.startsWith(prefix + recordingPath(id).slice(0, -'.wav'.length))),
      read: async (name) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of (await objects.get(name, 0, 100_000_000)) ?? []) pieces.push(piece);
        return Buffer.concat(pieces);
      },
      write: (name, bytes) => objects.put(name, bytes),
    };
  };
  const record = async (id: CallId, audio: Buffer): Promise<void> => {
    const writer = await place.store.open(id, format);
    for (let at = 0; at < audio.length; at += 3_200) await writer.append(audio.subarray(at, at + 3_200));
    await writer.close();
  };
  const change = async (id: CallId, edit: (bytes: Buffer) => Uint8Array): Promise<void> => {
    for (const name of await place.names(id)) await place.write(name, edit(await place.read(name)));
  };

  beforeAll(async () => {
    s3 = await startS3();
    Object.assign(process.env, s3.environment);
  });
  afterAll(() => s3.dispose());
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-sealed-'));
    keys = new InMemoryCallKeys();
    place = kind === 'disk' ? openDisk() : openBucket();
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('keeps no audio readable, live and finished, and returns it exactly', async () => {
    const audio = marked(100_000);
    await record(one, audio);
    for (const isFinished of [false, true]) {
      if (isFinished) await place.store.finish(one);
      const names = await place.names(one);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect((await place.read(name)).includes(MARKER.subarray(0, 6))).toBe(false);
      expect((await readAll(place.store, one, 44)).equals(audio)).toBe(true);
    }
  });

  it.each([
    ['cut by a byte', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['cut after a block', (bytes: Buffer) => bytes.subarray(0, 4_096 * 3)],
    ['changed in its audio', (bytes: Buffer) => flip(bytes, 4_096 * 2 + 1_000)],
    ['changed in its last block', (bytes: Buffer) => flip(bytes, bytes.length - 5)],
    ['changed in its header', (bytes: Buffer) => flip(bytes, 50)],
    ['with two swapped blocks', (bytes: Buffer) => swapBlocks(bytes, 1, 2)],
    ['with a block twice', (bytes: Buffer) => copyBlock(bytes, 1, 2)],
  ])('refuses a recording %s, and reads that of another call', async (_, edit) => {
    await record(one, marked(60_000));
    await record(other, marked(60_000));
    for (const id of [one, other]) await place.store.finish(id);
    await change(one, edit);
    await expect(readAll(place.store, one)).rejects.toMatchObject(unreadable);
    expect(await readAll(place.store, other)).toHaveLength(60_044);
  });

  it('refuses the recording of another call', async () => {
    await record(one, marked(60_000));
    await record(other, marked(60_000));
    for (const id of [one, other]) await place.store.finish(id);
    const [name = ''] = await place.names(other);
    const bytes = await place.read(name);
    await change(one, () => bytes);
    await expect(readAll(place.store, one)).rejects.toMatchObject(unreadable);
  });

  it('cannot be read or continued when its key is destroyed', async () => {
    await record(one, marked(60_000));
    await record(other, marked(60_000));
    await keys.destroyKey(one);
    for (const isFinished of [false, true]) {
      if (isFinished) await place.store.finish(other);
      await expect(readAll(place.store, one)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED', retryable: false });
      await expect(place.store.open(one, format)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED' });
      expect(await readAll(place.store, other)).toHaveLength(60_044);
    }
  });

  it('reads a recording that an earlier version left in the clear, and seals it when it changes', async () => {
    const audio = marked(70_000);
    const name = kind === 'disk' ? join(home, recordingPath(one)) : `${home.slice(1)}/${recordingPath(one)}`;
    await place.write(name, Buffer.concat([wavHeader(format, audio.length), audio]));
    const early = await place.store.find(one);
    expect((await readAll(place.store, one, 44)).equals(audio)).toBe(true);
    const writer = await place.store.open(one, format);
    expect(writer.positionSample).toBe(audio.length / 4);
    await writer.append(audio.subarray(0, 8_000));
    await writer.close();
    await place.store.finish(one);
    const [stored = ''] = await place.names(one);
    expect((await place.read(stored)).includes(MARKER.subarray(0, 6))).toBe(false);
    expect((await readAll(place.store, one, 44)).equals(Buffer.concat([audio, audio.subarray(0, 8_000)]))).toBe(true);
    // Found before it was sealed, read afterwards.
    const pieces: Buffer[] = [];
    for await (const piece of early?.read(44, early.sizeBytes) ?? []) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces).equals(audio)).toBe(true);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

function copyBlock(bytes: Buffer, from: number, to: number): Buffer {
  const changed = Buffer.from(bytes);
  bytes.copy(changed, to * 4_096, from * 4_096, (from + 1) * 4_096);
  return changed;
}

function swapBlocks(bytes: Buffer, one: number, two: number): Buffer {
  const changed = copyBlock(bytes, one, two);
  bytes.copy(changed, one * 4_096, two * 4_096, (two + 1) * 4_096);
  return changed;
}
