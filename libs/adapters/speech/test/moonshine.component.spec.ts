import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SpeechEngine, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, eventually, speechEngineConformance } from '@earshot/testing';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NpmModelStore } from '../src/models/npm-model-store.js';
import { prepare, prepareFrom, setupOf } from '../src/moonshine/index.js';
import { MoonshineSpeechEngine } from '../src/moonshine/moonshine.speech-engine.js';
import { openObserved, writeAll } from './support/open-observed.js';
import { findMoonshineModel } from './support/moonshine-model.js';
import { brownNoise, holdMusic, keypad, lineTone, silence, whiteNoise } from './support/noises.js';
import { readTrack, withPauses } from './support/spoken.js';
import { systemClock } from './support/system-clock.js';

const sampleRateHz = 16_000;
const found = await findMoonshineModel();
if (typeof found === 'string') console.info(`skipped: no Moonshine model (${found})`);
const model = typeof found === 'string' ? { modelsDir: '', directory: '' } : found;
const sample = join(import.meta.dirname, '../../../../samples/card-payment.wav');
/** The agent's side of a shipped call. */
const agent = readTrack(sample, 1, sampleRateHz);
const cut = (fromSecond: number, toSecond: number) => agent.slice(fromSecond * sampleRateHz, toSecond * sampleRateHz);
/** "Perfect, I am taking the payment now." and "That went through. Which phone number can we reach you on?" */
const speech = cut(28.5, 37.3);

(typeof found === 'string' ? describe.skip : describe)('moonshine', () => {
  const newEngine = (workerUrl?: URL, metrics = new CapturingMetrics()) =>
    MoonshineSpeechEngine.start({
      setup: setupOf(model.directory),
      modelName: 'moonshine-base-en',
      language: 'en',
      workers: 1,
      clock: systemClock,
      metrics,
      workerUrl,
    });

  const open = (engine: SpeechEngine, changes: Partial<SpeechStreamOptions> = {}) =>
    openObserved(engine, { sampleRateHz, ...changes });

  /** Nobody speaks faster than real time: the audio waits within the first utterance until its first partial is there. */
  async function openPaced(engine: SpeechEngine, options: SpeechStreamOptions): Promise<SpeechStream> {
    let isShown = false;
    let writtenSamples = 0;
    const stream = await engine.open({
      ...options,
      onResult: (result) => {
        isShown ||= result.kind === 'words';
        options.onResult(result);
      },
    });
    return {
      write: async (samples) => {
        await stream.write(samples);
        writtenSamples += samples.length;
        if (writtenSamples >= 2.2 * sampleRateHz) await eventually(() => isShown, 'a partial');
      },
      end: () => stream.end(),
      abort: () => stream.abort(),
      waitsForTurn: () => stream.waitsForTurn?.() ?? false,
    };
  }

  async function transcribe(samples: Int16Array, engine: SpeechEngine, changes?: Partial<SpeechStreamOptions>) {
    const opened = await open(engine, changes);
    await writeAll(opened, samples);
    await opened.stream.end();
    return opened;
  }

  describe('with one engine', () => {
    let engine: MoonshineSpeechEngine;
    const metrics = new CapturingMetrics();
    beforeAll(async () => void (engine = await newEngine(undefined, metrics)), 60_000);
    afterAll(() => engine.close());

    // Loading a model takes seconds, so the cases share an engine.
    it.each(speechEngineConformance)(
      '$promise',
      ({ promise, run }) =>
        run(async () => {
          const { name, sampleRateHz } = engine;
          const open = (o: SpeechStreamOptions) =>
            promise.includes('partials') ? openPaced(engine, o) : engine.open(o);
          return {
            engine: { name, sampleRateHz, open, close: async () => {} },
            speech,
            sampleRateHz,
          };
        }),
      120_000,
    );

    it('hears an agent, at the time of the speech, with estimated times of the words', async () => {
      const { finals } = await transcribe(speech, engine);
      const [first, second] = finals();
      expect(first?.text).toMatch(/the payment now/i);
      expect(second?.text).toMatch(/phone number can we reach you on/i);
      // By the script of the call: from 29,163 to 31,192 ms.
      expect(Math.abs((first?.startMs ?? 0) - 663)).toBeLessThanOrEqual(200);
      expect(Math.abs((first?.endMs ?? 0) - 2_692)).toBeLessThanOrEqual(300);
      expect(first?.words.map(({ text }) => text).join(' ')).toBe(first?.text);
      expect(first?.language).toBe('en');
      expect(first?.areWordTimesEstimated).toBe(true);
    }, 60_000);

    it('hears the first words of a line that the detector misses', async () => {
      const customer = readTrack(join(sample, '../internet-outage.wav'), 0, sampleRateHz);
      const { finals } = await transcribe(customer.slice(0, 36 * sampleRateHz), engine, { isRecorded: true });
      const last = finals().at(-1);
      expect(last?.text).toMatch(/^Next Tuesday,? you must be joking/i);
      // By the script of the call.
      expect(Math.abs((last?.startMs ?? 0) - 33_458)).toBeLessThanOrEqual(200);
    }, 60_000);

    it('gives no partials for recorded audio, and the same finals', async () => {
      const live = await open(engine);
      // Within the first utterance, whose partial is not wanted any more when all of it is heard.
      const heard = 2.2 * sampleRateHz;
      await writeAll(live, speech.subarray(0, heard));
      await eventually(() => live.partials().length > 0, 'a partial');
      await writeAll(live, speech, heard);
      await live.stream.end();
      const recorded = await transcribe(speech, engine, { isRecorded: true });
      expect(recorded.partials()).toEqual([]);
      expect(recorded.finals()).toEqual(live.finals());
    }, 60_000);

    it('cuts long speech so that no word is lost and no utterance lasts longer than 13 seconds', async () => {
      // Speech without pauses: the words of the agent, with the silence taken out.
      const spoken = [cut(9.1, 14.1), cut(19.7, 23.5), cut(29.1, 31.3), cut(34.4, 37.1)];
      const { finals, coveredMs } = await transcribe(withPauses(spoken, 100), engine);
      expect(finals().length).toBeGreaterThanOrEqual(2);
      for (const { startMs, endMs } of finals()) expect(endMs - startMs).toBeLessThanOrEqual(13_000);
      const text = finals()
        .map(({ text }) => text)
        .join(' ');
      expect(text).toMatch(/the card number.*security code.*perfect.*reach you on/i);
      expect(coveredMs()).toBeGreaterThan(12_000);
    }, 60_000);

    it('decodes again what the model gave no text for: a card number with many equal digits', async () => {
      const customer = readTrack(sample, 0, sampleRateHz).slice(13 * sampleRateHz, 21 * sampleRateHz);
      const { finals } = await transcribe(customer, engine);
      expect(finals().map(({ text }) => text)).toEqual([expect.stringMatching(/^Yes, it is (?:4|four),? ?(?:1|one)/)]);
    }, 60_000);

    it.each([
      ['silence', silence(15)],
      ['hiss', whiteNoise(15, 0.02)],
      ['loud hiss', whiteNoise(15, 0.3)],
      ['rumble', brownNoise(15, 0.3)],
      ['the tone of a ringing line', lineTone(15)],
      ['the tones of a keypad', keypad(15)],
      ['music on hold', holdMusic(15)],
    ])(
      'hears no words and no speech in %s, and covers it',
      async (_, samples) => {
        const { results, finals, partials, coveredMs } = await transcribe(samples, engine);
        expect([...finals(), ...partials()].map(({ text }) => text)).toEqual([]);
        expect(results.filter(({ kind }) => kind === 'wordless')).toEqual([]);
        expect(coveredMs()).toBe(15_000);
      },
      60_000,
    );
  });

  it('loses a process and not a word: another one does its work again', async () => {
    const metrics = new CapturingMetrics();
    const mark = join(tmpdir(), `earshot-crashed-${process.pid}`);
    await rm(mark, { force: true });
    const engine = await newEngine(new URL('./support/crashing-listening.worker.mjs', import.meta.url), metrics);
    const spoken = withPauses([cut(9.1, 14.1), cut(34.4, 37.1)], 700);
    const { finals, failures } = await transcribe(spoken, engine);
    await engine.close();
    await rm(mark);
    expect(metrics.values.get('earshot_moonshine_restarts_total')).toBe(1);
    expect(failures).toEqual([]);
    const text = finals()
      .map((final) => final.text)
      .join(' ');
    expect(text).toMatch(/sure, I can do that for you.*recorded.*card number.*went through.*reach you on/i);
  }, 60_000);

  describe('is available', () => {
    const storeOf = (modelsDir: string) => new NpmModelStore({ modelsDir, clock: systemClock });
    const host = (changes = {}) => ({
      dataDir: model.modelsDir,
      modelsDir: model.modelsDir,
      mayFetchModels: false,
      language: 'en-GB',
      workers: 1,
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
      clock: systemClock,
      ...changes,
    });

    it('with its model on this machine', async () => {
      const offer = await prepareFrom(storeOf(model.modelsDir), {}, host(), Infinity);
      expect(offer.current()).toMatchObject({
        engine: { name: 'moonshine:base-en' },
        reason: 'its model moonshine-base-en is installed',
      });
      await offer.close();
    }, 60_000);

    it('with the small model where the default one is too slow', async () => {
      await findMoonshineModel('moonshine-tiny-en');
      const offer = await prepareFrom(storeOf(model.modelsDir), {}, host(), 1);
      expect(offer.current()).toMatchObject({
        engine: { name: 'moonshine:tiny-en' },
        reason: expect.stringMatching(
          /^its model moonshine-tiny-en is installed; moonshine-base-en takes \d+ ms for a second of sound here, more than 1 ms$/,
        ),
      });
      await offer.close();
    }, 240_000);

    it('with the named model, however slow it is', async () => {
      const settings = { SPEECH_MODEL: 'moonshine-base-en' };
      const offer = await prepareFrom(storeOf(model.modelsDir), settings, host(), 1);
      expect(offer.current()).toMatchObject({ engine: { name: 'moonshine:base-en' } });
      await offer.close();
    }, 60_000);

    it('not with files that are no such model, and says why in one line', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'earshot-wrong-model-'));
      const wrong = join(folder, 'moonshine-base-en');
      await cp(model.directory, wrong, { recursive: true });
      const { size } = await stat(join(wrong, 'encoder_model.onnx'));
      await writeFile(join(wrong, 'encoder_model.onnx'), Buffer.alloc(size, 1));
      const offer = await prepareFrom(storeOf(folder), {}, host());
      expect(offer.current()).toEqual({
        engine: null,
        reason: expect.stringMatching(/^its model moonshine-base-en does not load: .*encoder_model\.onnx failed/),
      });
      await offer.close();
      await rm(folder, { recursive: true });
    }, 60_000);

    it.each([
      [{}, { language: 'de-DE' }, 'it has no model for de-DE'],
      [{ SPEECH_MODEL: 'moonshine-tiny-en' }, { language: 'fr' }, 'it has no model for fr'],
      [{ SPEECH_MODEL_DIR: '/models/mine' }, {}, 'SPEECH_MODEL_DIR names a model of the sherpa engine'],
      [{}, { modelsDir: '/nowhere' }, 'its model moonshine-base-en is not installed'],
    ])('not with %j and %j', async (settings, changes, reason) => {
      const offer = await prepare(settings, host(changes));
      expect(offer.current()).toEqual({ engine: null, reason });
      await offer.close();
    });

    it('not where the registry cannot be reached, and says so in one line', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'earshot-no-registry-'));
      const npm = { env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: folder } };
      const store = new NpmModelStore({ modelsDir: join(folder, 'models'), clock: systemClock, npm });
      const offer = await prepareFrom(store, {}, host({ mayFetchModels: true }));
      expect(offer.current()).toEqual({
        engine: null,
        reason:
          'its model moonshine-base-en is not installed, and npm cannot fetch @usefulsensors/moonshine-js@0.1.14: ECONNREFUSED; npm run models fetches it',
      });
      await offer.close();
      await rm(folder, { recursive: true, force: true });
    }, 60_000);
  });
});
