import { callIdSchema, type CallId } from '@earshot/contracts';
import { parseWavHeader, silenceByte, wavHeader, wavHeaderBytes } from '@earshot/domain';
import type { RecordingEraser, RecordingFormat, RecordingStore, StoredRecording } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { InMemoryCallKeys } from '@earshot/testing';
import { createDiskRecordingStore } from './disk-recording-store.js';
import { recordingPath } from '../recording-path.js';

const stereo: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
const call = (id: string): CallId => callIdSchema.parse(id);
const noise = (bytes: number, seed = 1) => Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + seed * 17) & 0xff);

async function bytesOf(recording: StoredRecording, from = 0, to = recording.sizeBytes - 1): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of recording.read(from, to)) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

describe('createDiskRecordingStore', () => {
  let home: string;
  let directory: string;
  let keys: InMemoryCallKeys;
  let store: RecordingStore & RecordingEraser;
  const fileOf = (id: CallId) => join(directory, recordingPath(id));
  const found = async (id: CallId): Promise<StoredRecording> => {
    const recording = await store.find(id);
    if (recording === null) throw new Error('no recording');
    return recording;
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-rec-'));
    directory = join(home, 'recordings');
    keys = new InMemoryCallKeys();
    store = createDiskRecordingStore({ directory, keys });
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it.each(['L16', 'PCMU', 'PCMA'] as const)('returns exactly the bytes that it took, in %s', async (codec) => {
    const writer = await store.open(call('a'), { ...stereo, codec });
    await Promise.all([writer.append(noise(3_200)), writer.append(noise(800, 2))]);
    await writer.close();
    await writer.close();
    const whole = await bytesOf(await found(call('a')));
    expect(whole.subarray(wavHeaderBytes({ ...stereo, codec }))).toEqual(Buffer.concat([noise(3_200), noise(800, 2)]));
    expect(parseWavHeader(whole)).toMatchObject({ ok: true, value: { ...stereo, codec, dataBytes: 4_000 } });
  });

  it.each([3, 16])('keeps one channel for each of %i tracks, also in another process', async (channelCount) => {
    const format = { ...stereo, codec: 'PCMU', channelCount } as const;
    const first = await store.open(call('a'), format);
    await first.append(noise(channelCount * 100));
    await first.close();
    const second = await createDiskRecordingStore({ directory, keys }).open(call('a'), format);
    await second.append(noise(channelCount * 50, 2));
    await second.close();
    const whole = await bytesOf(await found(call('a')));
    expect(parseWavHeader(whole)).toMatchObject({ ok: true, value: { ...format, dataBytes: channelCount * 150 } });
    expect(whole.subarray(wavHeaderBytes(format))).toEqual(
      Buffer.concat([noise(channelCount * 100), noise(channelCount * 50, 2)]),
    );
  });

  it.each([0, 43, 44, 60, 79])('starts over when an earlier version died at byte %i of the header', async (bytes) => {
    const format = { ...stereo, codec: 'PCMU', channelCount: 3 } as const;
    await mkdir(dirname(fileOf(call('a'))), { recursive: true });
    await writeFile(fileOf(call('a')), wavHeader(format, 0).subarray(0, bytes));
    const second = await store.open(call('a'), format);
    await second.append(noise(300));
    await second.close();
    expect(parseWavHeader(await bytesOf(await found(call('a'))))).toMatchObject({
      ok: true,
      value: { dataBytes: 300 },
    });
  });

  it('is playable while it is written and after its writer died', async () => {
    const writer = await store.open(call('a'), stereo);
    await writer.append(noise(320_000));
    await writer.append(noise(400));
    const served = await bytesOf(await found(call('a')));
    expect(parseWavHeader(served)).toMatchObject({ ok: true, value: { dataBytes: 320_400 } });
    expect((await found(call('a'))).durationMs).toBeCloseTo(10_012.5);
    await writer.close();
  });

  it('continues after the last whole block when a write failed halfway', async () => {
    const writer = await store.open(call('a'), stereo);
    await writer.append(noise(400));
    await appendFile(fileOf(call('a')), new Uint8Array(5_000).fill(1));
    const afterCrash = createDiskRecordingStore({ directory, keys });
    const again = await afterCrash.open(call('a'), stereo);
    expect(again.positionSample).toBe(100);
    await again.append(noise(40, 5));
    await again.close();
    const whole = await bytesOf(await found(call('a')));
    expect(whole.subarray(44)).toEqual(Buffer.concat([noise(400), noise(40, 5)]));
    expect(parseWavHeader(whole)).toMatchObject({ ok: true, value: { dataBytes: 440 } });
    await writer.close();
  });

  it('starts over when a crash left a file without a whole header', async () => {
    await mkdir(dirname(fileOf(call('a'))), { recursive: true });
    await writeFile(fileOf(call('a')), wavHeader(stereo, 0).subarray(0, 10));
    expect(await store.find(call('a'))).toBeNull();
    const writer = await store.open(call('a'), stereo);
    expect(writer.positionSample).toBe(0);
    await writer.append(noise(4));
    await writer.close();
    expect((await found(call('a'))).sizeBytes).toBe(48);
  });

  it.each(['L16', 'PCMU', 'PCMA'] as const)('fills a gap with silence of its length, in %s', async (codec) => {
    const writer = await store.open(call('a'), { ...stereo, codec });
    const frame = codec === 'L16' ? 4 : 2;
    await writer.append(noise(frame));
    await writer.silenceUntil(100_000);
    await writer.silenceUntil(50);
    expect(writer.positionSample).toBe(100_000);
    await writer.append(noise(frame, 9));
    await writer.close();
    const data = (await bytesOf(await found(call('a')))).subarray(wavHeaderBytes({ ...stereo, codec }));
    expect(data.length).toBe(100_001 * frame);
    expect(data.subarray(frame, -frame).every((byte) => byte === silenceByte(codec))).toBe(true);
    expect(data.subarray(-frame)).toEqual(Buffer.from(noise(frame, 9)));
  });

  it('refuses a gap longer than a day and audio that is not whole samples', async () => {
    const writer = await store.open(call('a'), stereo);
    await expect(writer.silenceUntil(8_000 * 86_401)).rejects.toMatchObject({
      code: 'RECORDING_GAP_TOO_LONG',
      retryable: false,
    });
    await expect(writer.append(noise(3))).rejects.toMatchObject({ code: 'RECORDING_BAD_SAMPLES' });
    await writer.append(noise(4));
    await writer.close();
    await expect(writer.append(noise(4))).rejects.toMatchObject({ code: 'RECORDING_CLOSED' });
  });

  it.each([{ codec: 'PCMU' as const }, { sampleRateHz: 16_000 }, { channelCount: 1 }])(
    'refuses to continue in another format: %j',
    async (change) => {
      const writer = await store.open(call('a'), stereo);
      await writer.append(noise(400));
      await writer.close();
      await expect(store.open(call('a'), { ...stereo, ...change })).rejects.toMatchObject({
        code: 'RECORDING_FORMAT_CHANGED',
      });
      await (await store.open(call('a'), stereo)).close();
    },
  );

  it('allows one writer of a call at a time', async () => {
    const writer = await store.open(call('a'), stereo);
    await expect(store.open(call('a'), stereo)).rejects.toMatchObject({ code: 'RECORDING_IN_USE', retryable: true });
    await writer.close();
    await (await store.open(call('a'), stereo)).close();
  });

  it('reads any range, across the header and up to the end', async () => {
    const writer = await store.open(call('a'), stereo);
    await writer.append(noise(1_000));
    const recording = await found(call('a'));
    const whole = await bytesOf(recording);
    for (const [from, to] of [
      [0, 0],
      [0, 43],
      [40, 50],
      [44, 44],
      [100, 99_999],
      [1_043, 1_043],
    ] as const) {
      expect(await bytesOf(recording, from, to)).toEqual(whole.subarray(from, to + 1));
    }
    expect(await bytesOf(recording, 2_000, 3_000)).toHaveLength(0);
    await writer.append(noise(1_000));
    expect(await bytesOf(recording)).toEqual(whole);
    await writer.close();
  });

  it('keeps the recordings of similar ids apart, inside the directory and readable only by the owner', async () => {
    const ids = [
      '../../etc/passwd',
      '..',
      'a/b',
      'a\\b',
      'ä',
      'a\u0308',
      'A',
      'a',
      'CON',
      '😀',
      'x'.repeat(256),
      `${'x'.repeat(255)}y`,
    ];
    for (const [index, id] of ids.entries()) {
      const writer = await store.open(call(id), stereo);
      await writer.append(noise(4, index));
      await writer.close();
    }
    const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files).toHaveLength(ids.length);
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      expect(relative(directory, path)).toMatch(/^[0-9a-f]{2}\/[A-Za-z0-9_-]+-[0-9a-f]{32}\.wav$/);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const [index, id] of ids.entries())
      expect((await bytesOf(await found(call(id)))).subarray(44)).toEqual(Buffer.from(noise(4, index)));
  });

  it('reports a failed disk as retryable', async () => {
    await writeFile(join(home, 'file'), '');
    const blocked = createDiskRecordingStore({ directory: join(home, 'file'), keys });
    await expect(blocked.open(call('a'), stereo)).rejects.toMatchObject({
      code: 'RECORDING_IO_FAILED',
      retryable: true,
    });
    await mkdir(directory);
    await expect(blocked.open(call('a'), stereo)).rejects.toMatchObject({ code: 'RECORDING_IO_FAILED' });
  });
});
