import type { EarshotEvent } from '@earshot/contracts';
import { createDiskRecordingStore } from '@earshot/recordings';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callLife, FRAMES, FRAME_SAMPLES, LOST, samplesOf } from './call-life.js';
import { callId, openSite, type Run, type Site } from './site.js';

jest.setTimeout(120_000);

/** What is heard of a whole life: its frames, and silence for those that never come. */
const wholeAudio = (): Buffer =>
  Buffer.concat(
    Array.from({ length: FRAMES }, (_, frame) =>
      frame >= LOST.from && frame < LOST.to ? Buffer.alloc(FRAME_SAMPLES * 4) : samplesOf(frame),
    ),
  );

/** A file system of one megabyte, where this user may make one. */
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

('path' in place ? describe : describe.skip)('persistence on a disk that is really full', () => {
  let site: Site;
  let run: Run;
  const home = 'path' in place ? place.path : '';
  const ballast = join(home, 'ballast');
  /** Fills the file system to its last block. */
  const fill = () => {
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(ballast, new Uint8Array(bavail * bsize));
  };
  const recordings = createDiskRecordingStore({ directory: join(home, 'recordings') });
  const recorded = async (id: ReturnType<typeof callId>): Promise<Buffer> => {
    const recording = await recordings.find(id);
    const pieces: Buffer[] = [];
    for await (const piece of recording?.read(44, recording.sizeBytes) ?? []) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  };
  /** As a bus does: again after a pause, until it is taken. */
  const deliver = async (event: EarshotEvent): Promise<number> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await run.handle(event);
        return attempt;
      } catch (error) {
        expect(error).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
        await run.clock.advance(5_000);
      }
    }
  };

  beforeAll(async () => {
    site = await openSite();
    run = site.run({ recordings, isBusDurable: true });
  });
  afterAll(async () => {
    await run.persistence.close();
    await site.stop();
    if ('path' in place) place.remove();
  });

  it('loses nothing of a call, or of one that just begins, when there is room again within a few tries', async () => {
    const [id, begun] = [callId('soon room'), callId('begun without room')];
    const [life, beginning] = [callLife(id), callLife(begun)];
    for (const event of life.audio.slice(0, 11)) await run.handle(event);
    fill();
    const [opened, ...rest] = beginning.audio;
    await expect(run.handle(opened as EarshotEvent)).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
    let next = 11;
    const refused = await (async () => {
      for (; next < life.audio.length; next++) await run.handle(life.audio[next] as EarshotEvent);
    })().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
    await run.persistence.recorders.flush();
    // What did not fit is neither recorded nor acknowledged.
    expect(run.acknowledged).toEqual(life.audio.slice(0, next));
    rmSync(ballast);
    for (const event of [...life.audio.slice(next), opened as EarshotEvent, ...rest]) await run.handle(event);
    await run.persistence.recorders.settle();
    const whole = await recorded(id);
    expect(whole.equals(wholeAudio())).toBe(true);
    expect((await recorded(begun)).equals(whole)).toBe(true);
    for (const event of life.lifecycle) await run.handle(event);
    expect((await site.view(id)).problems.map(({ code }) => code)).toEqual(['SPEECH_ENGINE_LOST']);
    run.acknowledged.length = 0;
  });

  it('tells the call, goes on without its recording, and fills what is missing when there is room again', async () => {
    const [id, other] = [callId('no room'), callId('had its room')];
    const [life, beside] = [callLife(id), callLife(other)];
    const frameBytes = FRAME_SAMPLES * 4;
    // The other call has its room already: a part of its file that was written before.
    for (const event of beside.audio) await run.handle(event);
    for (const event of life.audio.slice(0, 11)) await run.handle(event);
    fill();
    const tries = [];
    for (const event of life.audio.slice(11, 16)) tries.push(await deliver(event));
    // A block that was begun still takes a frame or two. The bus keeps the audio for 45 s.
    expect(Math.max(...tries)).toBe(10);
    expect(tries.filter((count) => count > 1)).toHaveLength(1);
    for (const event of [...life.insight.slice(0, 6), ...beside.lifecycle, ...beside.insight]) await run.handle(event);
    expect((await site.view(id)).problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED']);
    expect((await site.segments(id)).length).toBeGreaterThan(0);
    expect(await site.view(other)).toMatchObject({ status: 'ENDED', problems: [{ code: 'SPEECH_ENGINE_LOST' }] });
    await run.persistence.recorders.flush();
    // Nothing is held back on the bus for a recording that is given up for now.
    expect(run.acknowledged).toEqual([...beside.audio, ...life.audio.slice(0, 16)]);

    rmSync(ballast);
    await run.clock.advance(31_000);
    for (const event of [...life.audio.slice(16), ...life.lifecycle, ...life.insight]) await run.handle(event);
    const [audio, whole] = [await recorded(id), await recorded(other)];
    expect(audio.length).toBe(whole.length);
    const firstLost = 10 + tries.findIndex((count) => count > 1);
    const until = 15;
    expect(audio.subarray(0, firstLost * frameBytes).equals(whole.subarray(0, firstLost * frameBytes))).toBe(true);
    expect(audio.subarray(until * frameBytes).equals(whole.subarray(until * frameBytes))).toBe(true);
    // Of the frame that did not fit, what fitted may stand; the others are silence.
    const lost = audio.subarray((firstLost + 1) * frameBytes, until * frameBytes);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((byte) => byte === 0)).toBe(true);
    expect((await site.view(id)).status).toBe('ENDED');
  });
});
