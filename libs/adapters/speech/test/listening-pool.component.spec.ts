import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { CapturingMetrics, eventually } from '@earshot/testing';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListeningPool } from '../src/listening/listening-pool.js';
import { WINDOW_SAMPLES } from '../src/listening/speech-windows.js';
import { systemClock } from './support/system-clock.js';

const HOLD = -1;
const CRASH = -2;
const workerUrl = new URL('./support/stub-listening.worker.mjs', import.meta.url);
const tagged = (tag: number, windows = 1) => new Int16Array(windows * WINDOW_SAMPLES).fill(tag, 0, 1);

describe('listening processes', () => {
  let folder: string;
  let pool: ListeningPool;
  let metrics: CapturingMetrics;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-listening-'));
    metrics = new CapturingMetrics();
  });
  // A process that is being stopped may still write its last line.
  afterEach(() => rm(folder, { recursive: true, maxRetries: 20 }));
  const setup = () => ({ encoder: '', decoder: '', tokens: '', vad: folder });
  const startPool = async (workers: number) =>
    (pool = await ListeningPool.start(
      { setup: setup(), clock: systemClock, workerUrl },
      workers,
      metrics.counter('restarts'),
    ));

  const work = (tag: number, { isRecorded = false, callId = 'call-1', isWanted = true } = {}) => ({
    owner: { callId: callId as CallId, isRecorded },
    samples: tagged(tag),
    onStart: () => undefined,
    isWanted: () => isWanted,
  });
  const partial = (tag: number, isWanted = true, isFirst = false) =>
    pool.decodePartial({ ...work(tag, { isWanted }), isFirst });
  /** What the processes worked on, in order. */
  const done = async () =>
    (await readFile(join(folder, 'work'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => {
        const [pid, kind, tag] = line.split(' ');
        return { pid: Number(pid), kind, tag: Number(tag) };
      });
  /** The processes that have started. */
  const started = () =>
    existsSync(join(folder, 'starts')) ? readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n') : [];
  const tags = async () => (await done()).map(({ tag }) => tag);
  /** The process that worked on a tag. */
  const pidOf = async (tag: number) => (await done()).find((each) => each.tag === tag)?.pid ?? 0;
  const isHeld = () =>
    existsSync(join(folder, 'work')) && readFileSync(join(folder, 'work'), 'utf8').includes(` ${HOLD}\n`);
  /** Keeps a process busy until `release`, and begins other work meanwhile. */
  const holdAnd = async (begin: () => readonly Promise<unknown>[]) => {
    const held = pool.decode(work(HOLD));
    const begun = begin();
    await eventually(isHeld, 'the work that holds');
    return { settled: Promise.all([held, ...begun]) };
  };
  const release = () => writeFile(join(folder, 'go'), '');

  it('detect speech while every process that decodes is busy', async () => {
    await startPool(1);
    const stream = pool.addStream();
    const { settled } = await holdAnd(() => [pool.decode(work(1))]);
    expect((await pool.detect(stream, work(2))).isFresh).toBe(true);
    expect(await tags()).toEqual([HOLD, 2]);
    await release();
    await settled;
    await pool.close();
  });

  it('decode live finals, then recorded finals and partials', async () => {
    await startPool(1);
    const { settled } = await holdAnd(() => [
      partial(1),
      pool.decode(work(2, { isRecorded: true })),
      pool.decode(work(3)),
    ]);
    await release();
    await settled;
    await pool.close();
    expect(await tags()).toEqual([HOLD, 3, 2, 1]);
  });

  it('decode first partials before later ones', async () => {
    await startPool(1);
    const { settled } = await holdAnd(() => [partial(1), partial(2, true, true), partial(3)]);
    await release();
    await settled;
    await pool.close();
    expect(await tags()).toEqual([HOLD, 2, 1, 3]);
  });

  it('read the samples of a partial when its turn comes', async () => {
    await startPool(1);
    let spoken = 1;
    const { settled } = await holdAnd(() => [
      pool.decodePartial({
        ...work(0),
        get samples() {
          return tagged(spoken);
        },
        isFirst: true,
      }),
    ]);
    spoken = 2;
    await release();
    await settled;
    await pool.close();
    expect(await tags()).toEqual([HOLD, 2]);
  });

  it('do not decode a final that nobody wants any more at its turn', async () => {
    await startPool(1);
    const { settled } = await holdAnd(() => [pool.decode(work(1, { isWanted: false })), pool.decode(work(2))]);
    await release();
    expect((await settled)[1]).toBe('');
    await pool.close();
    expect(await tags()).toEqual([HOLD, 2]);
  });

  it('do not decode a partial whose utterance has ended meanwhile', async () => {
    await startPool(1);
    const { settled } = await holdAnd(() => [partial(1, false), pool.decode(work(2))]);
    await release();
    expect((await settled)[1]).toBeNull();
    await pool.close();
    expect(await tags()).toEqual([HOLD, 2]);
  });

  it('decode in one process more than there are streams, so that a new call does not wait', async () => {
    await startPool(3);
    pool.addStream();
    await eventually(() => started().length === 3, 'the process that detects and two that decode');
    for (let n = 0; n < 3; n += 1) pool.addStream();
    await eventually(() => started().length === 4, 'the third process that decodes');
    await pool.close();
  });

  it('detect in one process for each four that decode', async () => {
    await startPool(5);
    const streams = Array.from({ length: 4 }, () => pool.addStream());
    await Promise.all(streams.map((stream, n) => pool.detect(stream, work(n + 1))));
    const pids = await Promise.all(streams.map((_, n) => pidOf(n + 1)));
    expect(new Set(pids).size).toBe(2);
    await pool.close();
  });

  it('lose one process that decodes by a crash: its work is done again, and every detector goes on', async () => {
    await startPool(2);
    const streams = Array.from({ length: 4 }, () => pool.addStream());
    await Promise.all(streams.map((stream, n) => pool.detect(stream, work(n + 1))));
    const held = pool.decode(work(HOLD));
    await eventually(isHeld, 'the work that holds');
    const crashed = await pidOf(HOLD);
    process.kill(crashed, 'SIGKILL');
    await release();
    const [byPid, tag] = (await held).split(' ');
    expect(Number(tag)).toBe(HOLD);
    expect(Number(byPid)).not.toBe(crashed);
    const answers = await Promise.all(streams.map((stream) => pool.detect(stream, work(5))));
    expect(answers.map(({ isFresh }) => isFresh)).toEqual(streams.map(() => false));
    expect(metrics.values.get('restarts')).toBe(1);
    await pool.close();
  });

  it('lose a process that detects by a crash: fresh detectors go on', async () => {
    await startPool(1);
    const streams = [pool.addStream(), pool.addStream()];
    await Promise.all(streams.map((stream) => pool.detect(stream, work(1))));
    const held = pool.detect(streams[0] ?? 0, work(HOLD));
    await eventually(isHeld, 'the work that holds');
    process.kill(await pidOf(HOLD), 'SIGKILL');
    await release();
    expect((await held).isFresh).toBe(true);
    expect((await pool.detect(streams[1] ?? 0, work(2))).isFresh).toBe(true);
    expect((await pool.detect(streams[1] ?? 0, work(3))).isFresh).toBe(false);
    expect(metrics.values.get('restarts')).toBe(1);
    await pool.close();
  });

  it('give up work that ends a process three times, and do the work of others', async () => {
    await startPool(1);
    const fatal = pool.decode(work(CRASH));
    const other = pool.decode(work(1, { callId: 'call-2' }));
    await expect(fatal).rejects.toMatchObject({ code: 'SPEECH_ENGINE_CRASHED', retryable: true });
    expect(await other).toMatch(/ 1$/);
    expect(metrics.values.get('restarts')).toBe(3);
    await pool.close();
    expect(await tags()).toEqual([CRASH, CRASH, CRASH, 1]);
  });

  it('lose a partial by a crash, not its stream', async () => {
    await startPool(1);
    expect(await partial(CRASH)).toBeNull();
    expect(await pool.decode(work(1))).toMatch(/ 1$/);
    await pool.close();
  });

  it('reject waiting work on close, and end', async () => {
    await startPool(1);
    const { settled } = await holdAnd(() => [pool.decode(work(1))]);
    const rejected = expect(settled).rejects.toMatchObject({ code: 'SPEECH_ENGINE_CLOSED' });
    await pool.close();
    await rejected;
    expect(await tags()).toEqual([HOLD]);
  });
});
