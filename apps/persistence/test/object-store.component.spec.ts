import type { EarshotEvent } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import { createRecordingStore, recordingsConfigSchema, type Recordings } from '@earshot/recordings';
import { systemClock } from '@earshot/runtime';
import { InMemoryCallKeys, startS3, type S3Server } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { callLife, FRAME_SAMPLES } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

jest.setTimeout(300_000);

/** How long the store waits without progress before it reports a failure, and its longest pause between two attempts. */
const LONG_WAIT_MS = 10_000;

/**
 * A clock whose waits of ten seconds end when the test says so, because on a busy machine a shortened wait could end before a
 * healthy upload. It shortens the other pauses, but not the second after which the store closes a chunk.
 */
class SteeredClock implements Clock {
  private readonly held = new Set<() => void>();

  get heldWaits(): number {
    return this.held.size;
  }

  nowMs(): number {
    return systemClock.nowMs();
  }

  schedule(ms: number, task: () => void): () => void {
    if (ms !== LONG_WAIT_MS) return systemClock.schedule(ms > 1_000 ? ms / 20 : ms, task);
    this.held.add(task);
    return () => void this.held.delete(task);
  }

  endWaits(): void {
    const tasks = [...this.held];
    this.held.clear();
    for (const task of tasks) task();
  }
}

describe('persistence with recordings in an object store', () => {
  let storage: TestStorage;
  let s3: S3Server;
  let whole: Buffer;
  const frameBytes = FRAME_SAMPLES * 4;
  const keys = new InMemoryCallKeys();
  const store = (clock: Clock = systemClock): Promise<Recordings> =>
    createRecordingStore(
      recordingsConfigSchema.parse({
        ...{ RECORDINGS: 's3', RECORDING_CHUNK_SECONDS: '1', S3_BUCKET: s3.bucket },
        ...{ S3_ENDPOINT: s3.endpoint, S3_FORCE_PATH_STYLE: 'true' },
      }),
      { directory: '', clock, keys, isWriter: true },
    );
  const startReplica = async (clock?: Clock) =>
    storage.startReplica({ isBusDurable: true, recordings: await store(clock) });
  const handleAll = async (replica: TestReplica, events: readonly EarshotEvent[]) => {
    for (const event of events) await replica.handle(event);
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
    [storage, s3] = await Promise.all([openTestStorage(), startS3()]);
    Object.assign(process.env, s3.environment);
    const replica = storage.startReplica();
    await handleAll(replica, Object.values(callLife(callId('whole'))).flat());
    whole = await storage.recorded(callId('whole'));
    await replica.persistence.close();
  });
  afterAll(async () => {
    await s3.dispose();
    await storage.stop();
  });
  afterEach(() => (s3.fault = undefined));

  it('acknowledges audio when it is stored, and the end when the recording is a single file', async () => {
    const [id, replica] = [callId('stored'), await startReplica()];
    const { audio } = callLife(id);
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    s3.fault = ({ method }) => (method === 'PUT' ? isReleased : undefined);
    await handleAll(replica, audio.slice(0, 16));
    await replica.persistence.recordings.saveProgress();
    expect(replica.acknowledged).toEqual(audio.slice(0, 1));
    release();
    // Ten frames make a chunk. The rest is stored when it is one second old.
    await until(() => replica.acknowledged.length >= 11);
    await until(() => replica.acknowledged.length === 16);
    await handleAll(replica, audio.slice(16));
    await until(() => replica.acknowledged.length === audio.length);
    expect(await keysOf('stored')).toEqual([expect.stringMatching(/\.wav$/)]);
    expect((await recorded(id)).equals(whole)).toBe(true);
    await replica.persistence.close();
  });

  it.each([13, 23, 37])(
    'continues after SIGKILL at audio event %d with the redelivered messages, byte for byte',
    async (at) => {
      const id = callId(`killed-${at}`);
      const { audio } = callLife(id);
      const [first, second] = [await startReplica(), await startReplica()];
      await handleAll(first, audio.slice(0, at));
      await first.persistence.recordings.saveProgress();
      const from = audio.findIndex((event) => !first.acknowledged.includes(event));
      expect(from).toBeGreaterThan(0);
      await handleAll(second, audio.slice(from));
      await until(() => second.acknowledged.length === audio.length - from);
      expect((await recorded(id)).equals(whole)).toBe(true);
      // The first replica stores late what it had in memory; that changes nothing.
      await first.persistence.close();
      expect((await recorded(id)).equals(whole)).toBe(true);
      await second.persistence.close();
    },
  );

  it('releases a call of a lost partition without storing what it has in memory', async () => {
    const [id, first, second] = [callId('lost'), await startReplica(), await startReplica()];
    const { audio } = callLife(id);
    await handleAll(first, audio.slice(0, 8));
    first.losePartition();
    await first.persistence.close();
    expect(await keysOf('lost')).toEqual([]);
    await handleAll(second, audio.slice(1));
    await second.persistence.close();
    expect((await recorded(id)).equals(whole)).toBe(true);
  });

  it('keeps the transcript and other calls complete while a recording cannot be stored, and records silence instead', async () => {
    const storeClock = new SteeredClock();
    const replica = await startReplica(storeClock);
    const [id, other] = [callId('refused'), callId('beside')];
    const [life, beside] = [callLife(id), callLife(other)];
    s3.fault = ({ method, key }) =>
      method === 'GET' && key === '' ? undefined : key.includes('/refused-') ? 403 : undefined;
    const tries: number[] = [];
    /** Ends the waits of the refused call while its handler runs: nothing of it is ever stored. */
    const handleRefused = async (event: EarshotEvent): Promise<void> => {
      let isHandled = false;
      const handled = replica.handle(event).finally(() => (isHandled = true));
      handled.catch(() => {});
      for (let isFirst = true; !isHandled; isFirst = false) {
        if (!isFirst) storeClock.endWaits();
        await pause(5);
      }
      return handled;
    };
    /** Delivers like a bus: again until the handler succeeds. */
    const deliver = async (event: EarshotEvent, handle = replica.handle): Promise<number> => {
      for (let attempt = 1; ; attempt++) {
        const refusal = await handle(event).catch((error: unknown) => error);
        if (refusal === undefined) return attempt;
        expect(refusal).toMatchObject({ code: 'RECORDING_FAILED', retryable: true });
        await replica.clock.advance(10_000);
      }
    };
    await handleAll(replica, life.audio.slice(0, 1));
    // Six chunks of a second may wait. The call has five, so its audio is sent twice.
    const later = life.audio
      .slice(1, -1)
      .flatMap((event) =>
        event.type === 'audio.frame'
          ? [{ ...event, sequence: event.sequence + 50, positionSample: event.positionSample + 50 * FRAME_SAMPLES }]
          : [],
      );
    for (const event of [...life.audio.slice(1, -1), ...later]) tries.push(await deliver(event, handleRefused));
    // The bus keeps the audio for 45 s.
    expect(tries.filter((count) => count > 1)).toEqual([6]);
    for (const event of [...beside.audio, ...beside.lifecycle, ...beside.insight, ...life.insight])
      await deliver(event);
    expect((await storage.view(id)).problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED']);
    expect(await storage.segments(id)).toHaveLength(8);
    expect(await storage.view(other)).toMatchObject({ status: 'ENDED', problems: [{ code: 'SPEECH_ENGINE_LOST' }] });
    expect((await recorded(other)).equals(whole)).toBe(true);
    await replica.persistence.recordings.saveProgress();
    // While the call continues without its recording, its messages are acknowledged.
    expect(replica.acknowledged.length).toBeGreaterThanOrEqual(1 + life.audio.length - 2 + later.length);
    // The upload has failed so often that it pauses for its longest time.
    await until(() => storeClock.heldWaits > 0);
    s3.fault = undefined;
    storeClock.endWaits();
    await replica.clock.advance(31_000);
    const end = { ...(life.audio.at(-1) as EarshotEvent) };
    if (end.type !== 'stream.closed') throw new Error('not the end');
    await replica.handle({ ...end, data: { ...end.data, endSample: 100 * FRAME_SAMPLES } } as EarshotEvent);
    const audio = (await recorded(id)).subarray(44);
    expect(audio.length).toBe(100 * frameBytes);
    // The audio that waited in memory was stored after all.
    expect(audio.subarray(0, 50 * frameBytes).equals(whole.subarray(44))).toBe(true);
    expect(audio.subarray(50 * frameBytes, 60 * frameBytes).equals(whole.subarray(44, 44 + 10 * frameBytes))).toBe(
      true,
    );
    expect(audio.subarray(60 * frameBytes).every((byte) => byte === 0)).toBe(true);
    await replica.persistence.close();
  });
});
