import type { EarshotEvent } from '@earshot/contracts';
import { createDiskRecordingStore } from '@earshot/recordings';
import { InMemoryCallKeys } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callLife, FRAMES, FRAME_SAMPLES, LOST, samplesOf } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

/** The audio of a whole call: its frames, and silence for those that never arrive. */
const wholeAudio = (): Buffer =>
  Buffer.concat(
    Array.from({ length: FRAMES }, (_, frame) =>
      frame >= LOST.from && frame < LOST.to ? Buffer.alloc(FRAME_SAMPLES * 4) : samplesOf(frame),
    ),
  );

/** A file system of one megabyte, if this user may mount one. */
function smallFileSystem(): { path: string; remove(): void } | { reason: string } {
  const path = mkdtempSync(join(tmpdir(), 'earshot-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmSync(path, { recursive: true });
    return { reason: (error as Error).message.split('\n')[0] ?? 'mount failed' };
  }
  const remove = () => {
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true });
  };
  return { path, remove };
}

const place = smallFileSystem();
if ('reason' in place) process.stderr.write(`skipped, only root may mount a small tmpfs: ${place.reason}\n`);

('path' in place ? describe : describe.skip)('persistence on a full disk', () => {
  let storage: TestStorage;
  let replica: TestReplica;
  const home = 'path' in place ? place.path : '';
  const ballast = join(home, 'ballast');
  /** Fills the file system to its last block. */
  const fill = () => {
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(ballast, new Uint8Array(bavail * bsize));
  };
  const recordings = createDiskRecordingStore({
    directory: join(home, 'recordings'),
    keys: new InMemoryCallKeys(),
  });
  const recorded = async (id: ReturnType<typeof callId>): Promise<Buffer> => {
    const recording = await recordings.find(id);
    const pieces: Buffer[] = [];
    for await (const piece of recording?.read(44, recording.sizeBytes) ?? []) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  };
  /** Delivers like a bus: again after a pause, until the handler succeeds. */
  const deliver = async (event: EarshotEvent): Promise<number> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await replica.handle(event);
        return attempt;
      } catch (error) {
        expect(error).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
        await replica.clock.advance(5_000);
      }
    }
  };

  beforeAll(async () => {
    storage = await openTestStorage();
    replica = storage.startReplica({ recordings, isBusDurable: true });
  });
  afterAll(async () => {
    await replica.persistence.close();
    await storage.stop();
    if ('path' in place) place.remove();
  });

  it('loses nothing of a running or starting call when the disk has space again within a few attempts', async () => {
    const [id, begun] = [callId('soon room'), callId('begun without room')];
    const [life, beginning] = [callLife(id), callLife(begun)];
    for (const event of life.audio.slice(0, 11)) await replica.handle(event);
    fill();
    const [opened, ...rest] = beginning.audio;
    await expect(replica.handle(opened as EarshotEvent)).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
    let next = 11;
    const refused = await (async () => {
      for (; next < life.audio.length; next++) await replica.handle(life.audio[next] as EarshotEvent);
    })().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
    await replica.persistence.recordings.saveProgress();
    // What did not fit is neither recorded nor acknowledged.
    expect(replica.acknowledged).toEqual(life.audio.slice(0, next));
    rmSync(ballast);
    for (const event of [...life.audio.slice(next), opened as EarshotEvent, ...rest]) await replica.handle(event);
    await replica.persistence.recordings.drainRecorders();
    const whole = await recorded(id);
    expect(whole.equals(wholeAudio())).toBe(true);
    expect((await recorded(begun)).equals(whole)).toBe(true);
    for (const event of life.lifecycle) await replica.handle(event);
    expect((await storage.view(id)).problems.map(({ code }) => code)).toEqual(['SPEECH_ENGINE_LOST']);
    replica.acknowledged.length = 0;
  });

  it('reports the problem on the call, continues without its recording, and records again when the disk has space', async () => {
    const [id, other] = [callId('no room'), callId('had its room')];
    const [life, beside] = [callLife(id), callLife(other)];
    const frameBytes = FRAME_SAMPLES * 4;
    // The other call needs no new space: its file was written before.
    for (const event of beside.audio) await replica.handle(event);
    for (const event of life.audio.slice(0, 11)) await replica.handle(event);
    fill();
    const tries = [];
    for (const event of life.audio.slice(11, 16)) tries.push(await deliver(event));
    // The last block of the file still has space for a frame or two. The bus keeps the audio for 45 s.
    expect(Math.max(...tries)).toBe(10);
    expect(tries.filter((count) => count > 1)).toHaveLength(1);
    for (const event of [...life.insight.slice(0, 6), ...beside.lifecycle, ...beside.insight])
      await replica.handle(event);
    expect((await storage.view(id)).problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED']);
    expect((await storage.segments(id)).length).toBeGreaterThan(0);
    expect(await storage.view(other)).toMatchObject({ status: 'ENDED', problems: [{ code: 'SPEECH_ENGINE_LOST' }] });
    await replica.persistence.recordings.saveProgress();
    const firstLostMs = 100 * (10 + tries.findIndex((count) => count > 1));
    // The recording is as long as the file, and not as long as the call.
    expect((await storage.view(id)).recording).toEqual({
      durationMs: firstLostMs,
      failures: [{ fromMs: firstLostMs, toMs: 1_500 }],
    });
    // While the call continues without its recording, its messages are acknowledged.
    const acknowledgedOf = (call: typeof id) =>
      replica.acknowledged.filter((event) => (event as EarshotEvent).callId === call);
    expect(acknowledgedOf(other)).toEqual(beside.audio);
    expect(acknowledgedOf(id)).toEqual(life.audio.slice(0, 16));

    rmSync(ballast);
    await replica.clock.advance(31_000);
    for (const event of [...life.audio.slice(16), ...life.lifecycle, ...life.insight]) await replica.handle(event);
    const [audio, whole] = [await recorded(id), await recorded(other)];
    expect(audio.length).toBe(whole.length);
    const firstLost = 10 + tries.findIndex((count) => count > 1);
    const until = 15;
    expect(audio.subarray(0, firstLost * frameBytes).equals(whole.subarray(0, firstLost * frameBytes))).toBe(true);
    expect(audio.subarray(until * frameBytes).equals(whole.subarray(until * frameBytes))).toBe(true);
    // The part of the first lost frame that fitted may be there; the other frames are silence.
    const lost = audio.subarray((firstLost + 1) * frameBytes, until * frameBytes);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((byte) => byte === 0)).toBe(true);
    expect(await storage.view(id)).toMatchObject({
      status: 'ENDED',
      recording: { durationMs: 100 * FRAMES, failures: [{ fromMs: firstLostMs, toMs: 1_500 }] },
    });
  });
});
