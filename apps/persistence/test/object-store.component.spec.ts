import type { EarshotEvent } from '@earshot/contracts';
import type { Clock, RecordingStore } from '@earshot/ports';
import { createRecordingStore, recordingsConfigSchema } from '@earshot/recordings';
import { systemClock } from '@earshot/runtime';
import { startS3, type S3Server } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { callLife, FRAME_SAMPLES } from './call-life.js';
import { callId, openSite, type Run, type Site } from './site.js';

jest.setTimeout(300_000);

/**
 * The store waits ten seconds before it says that it got nowhere, five times over. The second after which it closes a
 * chunk is not hurried: on a busy machine chunks would be shorter, and the few that may wait hold less.
 */
const hurriedClock: Clock = {
  ...systemClock,
  schedule: (ms, task) => systemClock.schedule(ms > 1_000 ? ms / 20 : ms, task),
};

describe('persistence with recordings in an object store', () => {
  let site: Site;
  let s3: S3Server;
  let whole: Buffer;
  const frameBytes = FRAME_SAMPLES * 4;
  const store = (clock: Clock = systemClock): Promise<RecordingStore> =>
    createRecordingStore(
      recordingsConfigSchema.parse({
        ...{ RECORDINGS: 's3', RECORDING_CHUNK_SECONDS: '1', S3_BUCKET: s3.bucket },
        ...{ S3_ENDPOINT: s3.endpoint, S3_FORCE_PATH_STYLE: 'true' },
      }),
      { directory: '', clock, isWriter: true },
    );
  const replica = async (clock?: Clock) => site.run({ isBusDurable: true, recordings: await store(clock) });
  const playAll = async (run: Run, events: readonly EarshotEvent[]) => {
    for (const event of events) await run.handle(event);
  };
  const recorded = async (id: ReturnType<typeof callId>): Promise<Buffer> => {
    const recording = await (await store()).find(id);
    const pieces: Buffer[] = [];
    for await (const piece of recording?.read(0, recording.sizeBytes) ?? []) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await pause(20);
  };
  const keysOf = async (id: string) => (await s3.keys()).filter((key) => key.includes(`/${id}-`));

  beforeAll(async () => {
    [site, s3] = await Promise.all([openSite(), startS3()]);
    Object.assign(process.env, s3.environment);
    const run = site.run();
    await playAll(run, Object.values(callLife(callId('whole'))).flat());
    whole = await site.recorded(callId('whole'));
    await run.persistence.close();
  });
  afterAll(async () => {
    await s3.dispose();
    await site.stop();
  });
  afterEach(() => (s3.fault = undefined));

  it('acknowledges audio when it is stored, and the end when the recording is one file', async () => {
    const [id, run] = [callId('stored'), await replica()];
    const { audio } = callLife(id);
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    s3.fault = ({ method }) => (method === 'PUT' ? isReleased : undefined);
    await playAll(run, audio.slice(0, 16));
    await run.persistence.recorders.flush();
    expect(run.acknowledged).toEqual(audio.slice(0, 1));
    release();
    // Ten frames are a chunk; the rest follows when it is a second old.
    await until(() => run.acknowledged.length >= 11);
    await until(() => run.acknowledged.length === 16);
    await playAll(run, audio.slice(16));
    await until(() => run.acknowledged.length === audio.length);
    expect(await keysOf('stored')).toEqual([expect.stringMatching(/\.wav$/)]);
    expect((await recorded(id)).equals(whole)).toBe(true);
    await run.persistence.close();
  });

  it.each([13, 23, 37])('goes on after SIGKILL at audio event %d with what comes again, byte for byte', async (at) => {
    const id = callId(`killed-${at}`);
    const { audio } = callLife(id);
    const [first, second] = [await replica(), await replica()];
    await playAll(first, audio.slice(0, at));
    await first.persistence.recorders.flush();
    const from = audio.findIndex((event) => !first.acknowledged.includes(event));
    expect(from).toBeGreaterThan(0);
    await playAll(second, audio.slice(from));
    await until(() => second.acknowledged.length === audio.length - from);
    expect((await recorded(id)).equals(whole)).toBe(true);
    // What the first one still had on its way comes late, and changes nothing.
    await first.persistence.close();
    expect((await recorded(id)).equals(whole)).toBe(true);
    await second.persistence.close();
  });

  it('lets go of a lost call without storing what it still had', async () => {
    const [id, first, second] = [callId('lost'), await replica(), await replica()];
    const { audio } = callLife(id);
    await playAll(first, audio.slice(0, 8));
    first.lose();
    await first.persistence.close();
    expect(await keysOf('lost')).toEqual([]);
    await playAll(second, audio.slice(1));
    await second.persistence.close();
    expect((await recorded(id)).equals(whole)).toBe(true);
  });

  it('keeps the transcript and other calls whole while a recording cannot be stored, and is silent where it could not', async () => {
    const run = await replica(hurriedClock);
    const [id, other] = [callId('refused'), callId('beside')];
    const [life, beside] = [callLife(id), callLife(other)];
    s3.fault = ({ method, key }) =>
      method === 'GET' && key === '' ? undefined : key.includes('/refused-') ? 403 : undefined;
    const tries: number[] = [];
    /** As a bus does: again until it is taken. */
    const deliver = async (event: EarshotEvent): Promise<number> => {
      for (let attempt = 1; ; attempt++) {
        const refusal = await run.handle(event).catch((error: unknown) => error);
        if (refusal === undefined) return attempt;
        expect(refusal).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
        await run.clock.advance(10_000);
      }
    };
    await playAll(run, life.audio.slice(0, 1));
    // Six chunks of a second may wait; the call has five, so it is said once more.
    const later = life.audio
      .slice(1, -1)
      .flatMap((event) =>
        event.type === 'audio.frame'
          ? [{ ...event, sequence: event.sequence + 50, positionSample: event.positionSample + 50 * FRAME_SAMPLES }]
          : [],
      );
    for (const event of [...life.audio.slice(1, -1), ...later]) tries.push(await deliver(event));
    // The bus keeps the audio for 45 s.
    expect(tries.filter((count) => count > 1)).toEqual([6]);
    for (const event of [...beside.audio, ...beside.lifecycle, ...beside.insight, ...life.insight])
      await deliver(event);
    expect((await site.view(id)).problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED']);
    expect(await site.segments(id)).toHaveLength(8);
    expect(await site.view(other)).toMatchObject({ status: 'ENDED', problems: [{ code: 'SPEECH_ENGINE_LOST' }] });
    expect((await recorded(other)).equals(whole)).toBe(true);
    await run.persistence.recorders.flush();
    // What cannot be recorded is not held back on the bus.
    expect(run.acknowledged.length).toBeGreaterThanOrEqual(1 + life.audio.length - 2 + later.length);
    s3.fault = undefined;
    await run.clock.advance(31_000);
    const end = { ...(life.audio.at(-1) as EarshotEvent) };
    if (end.type !== 'stream.closed') throw new Error('not the end');
    await run.handle({ ...end, data: { ...end.data, endSample: 100 * FRAME_SAMPLES } } as EarshotEvent);
    const audio = (await recorded(id)).subarray(44);
    expect(audio.length).toBe(100 * frameBytes);
    // What had waited in memory is there after all.
    expect(audio.subarray(0, 50 * frameBytes).equals(whole.subarray(44))).toBe(true);
    expect(audio.subarray(50 * frameBytes, 60 * frameBytes).equals(whole.subarray(44, 44 + 10 * frameBytes))).toBe(
      true,
    );
    expect(audio.subarray(60 * frameBytes).every((byte) => byte === 0)).toBe(true);
    await run.persistence.close();
  });
});
