import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { SpeechEngine } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, speechEngineConformance } from '@earshot/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { findModel } from '../src/sherpa/find-model.js';
import { prepare } from '../src/sherpa/index.js';
import { checkModel } from '../src/sherpa/recognizer-setup.js';
import { SherpaSpeechEngine } from '../src/sherpa/sherpa.speech-engine.js';
import { openObserved } from './support/open-observed.js';
import { systemClock } from './support/system-clock.js';
import { tones, writeTinyCtcModel, writeTinyTransducerModel } from './tiny-model/write-tiny-model.js';

const isInstalled = (() => {
  try {
    return createRequire(import.meta.url)('sherpa-onnx-node') !== undefined;
  } catch {
    return false;
  }
})();
if (!isInstalled) console.info('skipped: sherpa-onnx-node is not installed for this platform');
const sampleRateHz = 16_000;
const pause = Array<null>(10).fill(null);
/** abba codo | efgi ab | coba, with two seconds between them. */
const speech = tones([...pause, 0, 1, 2, 3, ...pause, 4, 5, 0, ...pause, 2, 1]);
const kinds = { ctc: writeTinyCtcModel, transducer: writeTinyTransducerModel };

(isInstalled ? describe : describe.skip)('sherpa', () => {
  let directory: string;
  const metrics = new CapturingMetrics();
  const modelOf = async (kind: string) => {
    const model = await findModel(join(directory, kind));
    if (typeof model === 'string') throw new Error(model);
    return model;
  };
  const newEngine = async (kind: string, workerUrl?: URL) =>
    SherpaSpeechEngine.start({
      model: await modelOf(kind),
      workers: 1,
      clock: systemClock,
      restarts: metrics.counter('restarts'),
      ...(workerUrl === undefined ? {} : { workerUrl }),
    });
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'earshot-tiny-'));
    for (const [kind, write] of Object.entries(kinds)) await write(join(directory, kind));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const open = (engine: SpeechEngine, callId = 'call-1') =>
    openObserved(engine, { callId: callId as CallId, sampleRateHz });

  describe.each(Object.keys(kinds))('with a tiny %s model', (kind) => {
    it.each(speechEngineConformance)(
      '$promise',
      ({ run }) => run(async () => ({ engine: await newEngine(kind), speech, sampleRateHz })),
      60_000,
    );

    it('gives each word the times of its sound', async () => {
      const engine = await newEngine(kind);
      const { stream, finals } = await open(engine);
      for (let at = 0; at < speech.length; at += 1_600) await stream.write(speech.subarray(at, at + 1_600));
      await stream.end();
      await engine.close();
      expect(finals().map(({ text }) => text)).toEqual(['abba codo', 'efgi ab', 'coba']);
      const starts = finals().flatMap(({ words }) => words.map(({ startMs }) => startMs));
      const expected = [2_000, 2_400, 4_800, 5_200, 7_400];
      for (const [n, startMs] of starts.entries())
        expect(Math.abs(startMs - (expected[n] ?? 0))).toBeLessThanOrEqual(60);
    });

    it('loads in its own process', async () => expect(checkModel(await modelOf(kind))).resolves.toBeUndefined());
  });

  it('does not change the samples of the caller and does not block the event loop', async () => {
    const engine = await newEngine('ctc');
    const { stream } = await open(engine);
    const minute = new Int16Array(60 * sampleRateHz).fill(7);
    let hasTurned = false;
    setImmediate(() => (hasTurned = true));
    await stream.write(minute);
    expect(minute.every((sample) => sample === 7)).toBe(true);
    await stream.end();
    // A recogniser on this thread would resolve both promises before the event loop turns.
    expect(hasTurned).toBe(true);
    await engine.close();
  });

  it('gives a live call its words while another call brings 5,800 s of audio at once', async () => {
    const work: { kind: string; id: number }[] = [];
    const channel = new BroadcastChannel('recogniser-work');
    channel.onmessage = (event: unknown) => void work.push((event as { data: (typeof work)[number] }).data);
    const engine = await newEngine('ctc', new URL('./support/logging.worker.mjs', import.meta.url));
    const [flood, live] = [await open(engine, 'flood'), await open(engine, 'live')];
    const [floodId, liveId] = [1, 2];
    const hundredSeconds = new Int16Array(100 * sampleRateHz);
    const flooding = Promise.allSettled(Array.from({ length: 58 }, () => flood.stream.write(hundredSeconds)));
    for (let at = 0; at < speech.length; at += 1_600) await live.stream.write(speech.subarray(at, at + 1_600));
    expect(flood.stream.waitsForTurn?.()).toBe(false);
    await live.stream.end();
    expect(live.finals().map(({ text }) => text)).toEqual(['abba codo', 'efgi ab', 'coba']);
    const isLiveEnd = ({ kind, id }: (typeof work)[number]) => kind === 'end' && id === liveId;
    while (!work.some(isLiveEnd)) await new Promise((resolve) => setTimeout(resolve, 2));
    const untilLiveEnd = work.slice(0, work.findIndex(isLiveEnd));
    const livePieces = untilLiveEnd.filter(({ id }) => id === liveId).length;
    const floodPieces = untilLiveEnd.filter(({ id }) => id === floodId).length;
    expect(livePieces).toBe(Math.ceil(speech.length / 1_600));
    // One piece of each call per turn, the two that the thread had before, and two more while the live call brings more.
    expect(floodPieces).toBeLessThanOrEqual(3 * livePieces + 2);
    await flood.stream.abort();
    await flooding;
    await engine.close();
    channel.close();
  }, 60_000);

  it('fails the streams of a lost thread and replaces it', async () => {
    const engine = await newEngine('ctc', new URL('./support/crashing.worker.mjs', import.meta.url));
    const first = await open(engine);
    const other = await open(engine);
    await first.stream.write(speech);
    await expect(first.stream.end()).rejects.toMatchObject({ code: 'SPEECH_ENGINE_CRASHED', retryable: true });
    await expect(other.stream.write(speech)).rejects.toMatchObject({ code: 'SPEECH_ENGINE_CRASHED' });
    expect([first, other].map(({ failures }) => failures.length)).toEqual([1, 1]);
    expect(metrics.values.get('restarts')).toBe(1);
    const next = await open(engine);
    await next.stream.abort();
    await engine.close();
  });

  describe('is available', () => {
    const host = () => ({
      dataDir: directory,
      modelsDir: directory,
      mayFetchModels: true,
      language: 'en-US',
      workers: 1,
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
      clock: systemClock,
    });

    it('with a model in a directory', async () => {
      const offer = await prepare({ SPEECH_MODEL_DIR: join(directory, 'ctc') }, host());
      expect(offer.current()).toMatchObject({ engine: { name: 'sherpa:ctc' }, reason: 'its model ctc is installed' });
      await offer.close();
    });

    it('not with a model that crashes the native code', async () => {
      const broken = join(directory, 'broken');
      await writeTinyCtcModel(broken);
      await writeFile(join(broken, 'tokens.txt'), 'no 0\nblank 1\n');
      const offer = await prepare({ SPEECH_MODEL_DIR: broken }, host());
      expect(offer.current()).toMatchObject({
        engine: null,
        reason: expect.stringMatching(/^its model broken does not load: .*tokens\.txt contains the symbol <blk>/),
      });
      await offer.close();
    });
  });
});
