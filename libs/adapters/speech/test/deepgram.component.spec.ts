import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure, type Clock, type SpeechStreamOptions } from '@earshot/ports';
import {
  CapturingLogger,
  eventually,
  fakeDeepgramKey,
  ManualClock,
  startDeepgram,
  type DeepgramServer,
} from '@earshot/testing';
import { DeepgramSpeechEngine } from '../src/deepgram/deepgram.speech-engine.js';
import { deepgramSettings } from '../src/deepgram/deepgram.settings.js';
import { parseDeepgramOptions } from '../src/deepgram/deepgram-options.js';
import { prepare } from '../src/deepgram/index.js';
import { speakBursts, type Burst } from './support/bursts.js';
import { openObserved, textsOf, writeAll } from './support/open-observed.js';
import { createHost } from './support/speech-host.js';
import {
  breakStream,
  describeConformance,
  expectNoWordLost,
  expectOpenLimit,
  expectWritesWait,
  resumeSpeech,
  textsOfSpeech,
  type StreamEngineTest,
} from './support/stream-engine.js';

const sampleRateHz = 8_000;
/** A piece of the third utterance is final, and the utterance is not. */
const FAULT_AT_MS = 4_200;

let server: DeepgramServer;
let engine: DeepgramSpeechEngine;
let refusals: Failure[];

const settingsOf = (settings: Record<string, string> = {}) =>
  deepgramSettings.parse({ DEEPGRAM_API_KEY: fakeDeepgramKey, DEEPGRAM_URL: server.url, ...settings });

function createEngine(clock: Clock = new ManualClock(), settings: Record<string, string> = {}) {
  const options = parseDeepgramOptions(settingsOf(settings));
  if (options === null) throw new Error('the settings have no key');
  refusals = [];
  const onRefused = (failure: Failure) => void refusals.push(failure);
  return (engine = new DeepgramSpeechEngine({ options, findRefusal: () => refusals.at(-1) ?? null, onRefused }, clock));
}

beforeEach(async () => void (server = await startDeepgram()));
afterEach(async () => {
  await engine.close();
  await server.dispose();
});

const open = (changes: Partial<SpeechStreamOptions> = {}) => openObserved(engine, { sampleRateHz, ...changes });

const utterances: readonly Burst[] = [
  { n: 3, atMs: 500 },
  { n: 4, atMs: 800 },
  { n: 5, atMs: 2_000 },
  // Deepgram finishes this utterance in two pieces.
  { n: 6, atMs: 3_500 },
  { n: 7, atMs: 3_800 },
  { n: 8, atMs: 4_100 },
  { n: 9, atMs: 4_400 },
];
const speech = speakBursts(utterances, 5_600, sampleRateHz);
const spoken = ['500-1000 w3 w4.', '2000-2200 w5.', '3500-4600 w6 w7 w8 w9.'];

const wireTest: StreamEngineTest = { server: () => server, createEngine, engine: () => engine, speech, spoken };

describeConformance('the engine of Deepgram', wireTest);

describe('one track', () => {
  it('sends its samples in frames of 100 ms with what the settings choose, and the words have times and confidence', async () => {
    createEngine(new ManualClock(), {
      DEEPGRAM_MODEL: 'nova-3-medical',
      DEEPGRAM_KEYTERMS: 'escrow, Earshot',
      DEEPGRAM_ENDPOINTING_MS: '500',
    });
    const observed = await open({ language: 'es-US' });
    for (let at = 0; at < speech.length; at += 333) await observed.stream.write(speech.subarray(at, at + 333));
    await observed.stream.end();
    const [session] = server.sessions;
    expect(Int16Array.from(session?.audio ?? [])).toEqual(speech);
    expect(session?.frameBytes).toEqual(Array<number>(56).fill(1_600));
    expect(session?.messages).toEqual(['CloseStream']);
    expect(session?.authorization).toBe(`Token ${fakeDeepgramKey}`);
    expect(Object.fromEntries(session?.parameters ?? [])).toMatchObject({
      model: 'nova-3-medical',
      language: 'es-US',
      encoding: 'linear16',
      sample_rate: '8000',
      channels: '1',
      interim_results: 'true',
      endpointing: '500',
      utterance_end_ms: '1000',
      smart_format: 'true',
    });
    expect(session?.parameters.getAll('keyterm')).toEqual(['escrow', 'Earshot']);
    expect(textsOf(observed)).toEqual(spoken);
    expect(observed.finals()[0]).toMatchObject({
      language: 'es-US',
      words: [
        { text: 'w3', startMs: 500, endMs: 700, confidence: 0.95 },
        { text: 'w4.', startMs: 800, endMs: 1_000, confidence: 0.95 },
      ],
    });
    expect(engine.name).toBe('deepgram:nova-3-medical');
  });

  it('shows the whole utterance so far, also what is final of it already', async () => {
    createEngine();
    const observed = await open();
    await writeAll(observed, speech);
    await observed.stream.end();
    const shown = observed.partials().map(({ text }) => text);
    expect(shown).toEqual(['w3', 'w3 w4', 'w5', 'w6', 'w6 w7', 'w6 w7 w8 w9']);
  });

  it('asks for the words so far when no audio comes, then keeps the stream alive', async () => {
    const clock = new ManualClock();
    createEngine(clock);
    const observed = await open();
    // The audio stops within the second word.
    await writeAll(observed, speech.subarray(0, 900 * 8));
    await clock.advance(2_000);
    await eventually(() => textsOf(observed).length === 1, 'the words so far');
    expect(textsOf(observed)).toEqual(['500-900 w3 w4.']);
    for (let second = 0; second < 20; second += 1) await clock.advance(1_000);
    await eventually(() => server.sessions[0]?.messages.length === 6, 'five messages in 20 s');
    expect(server.sessions[0]?.messages).toEqual(['Finalize', ...Array<string>(5).fill('KeepAlive')]);
    await writeAll(observed, speech, 1_500 * 8);
    await observed.stream.end();
    // The pause moves no word: 600 ms of the audio were left out.
    expect(textsOf(observed).slice(1)).toEqual(['1400-1600 w5.', '2900-4000 w6 w7 w8 w9.']);
  });

  it('does not wait for the service for more than ten seconds of audio', async () => {
    createEngine();
    await expectWritesWait(wireTest, 0);
  });
});

describe('when the service misbehaves', () => {
  it.each([
    ['closes-cleanly', 'SPEECH_STREAM_CLOSED'],
    ['times-out', 'SPEECH_STREAM_LOST'],
    ['resets', 'SPEECH_STREAM_LOST'],
    ['sends-garbage', 'SPEECH_RESULT_INVALID'],
    ['sends-broken-results', 'SPEECH_RESULT_INVALID'],
    ['resets-at-end', 'SPEECH_STREAM_LOST'],
    ['closes-at-end', 'SPEECH_STREAM_CLOSED'],
  ] as const)('%s: fails once, and no word is lost or doubled', async (kind, code) => {
    createEngine();
    const faultAtMs = kind.endsWith('-at-end') ? undefined : FAULT_AT_MS;
    server.faults.push({ kind, ...(faultAtMs !== undefined && { afterMs: faultAtMs }) });
    await expectNoWordLost(wireTest, code, faultAtMs);
  });

  it('hangs: gives no result and covers nothing more, so that the supervisor notices', async () => {
    const clock = new ManualClock();
    createEngine(clock);
    server.faults.push({ kind: 'hangs', afterMs: 2_800 });
    const observed = await open();
    await writeAll(observed, speech);
    await eventually(() => textsOf(observed).length === 2, 'two finals');
    const count = observed.results.length;
    for (let second = 0; second < 60; second += 1) await clock.advance(1_000);
    expect(observed.results).toHaveLength(count);
    await observed.stream.abort();
    expect(await resumeSpeech(wireTest, observed)).toEqual(textsOfSpeech(wireTest));
  });

  it.each(['repeats-finals', 'repeats-old-interims', 'no-speech-final'] as const)(
    '%s: gives each word once, in order',
    async (kind) => {
      createEngine();
      server.faults.push({ kind });
      const { observed } = await breakStream(wireTest);
      expect(observed.failures).toEqual([]);
      expect(observed.finals().map(({ text }) => text)).toEqual(['w3 w4.', 'w5.', 'w6 w7 w8 w9.']);
      let finalMs = 0;
      for (const result of observed.results) {
        if (result.kind !== 'words') continue;
        expect(result.startMs).toBeGreaterThanOrEqual(finalMs);
        if (result.isFinal) finalMs = result.endMs;
      }
    },
  );

  it('answers 429: tries again after Retry-After, then reports it', async () => {
    const clock = new ManualClock();
    createEngine(clock);
    server.faults.push({ kind: 'refuses', status: 429, headers: { 'retry-after': '10' } });
    const opening = open();
    await eventually(() => server.handshakes === 1, 'the refusal');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(9_000);
    expect(server.handshakes).toBe(1);
    await eventually(() => (void clock.advance(100), server.sessions.length === 1), 'the stream');
    await (await opening).stream.abort();
    server.faults.push(...Array.from({ length: 5 }, () => ({ kind: 'refuses' as const, status: 503 })));
    const refused = open().catch((error: unknown) => error);
    await eventually(() => (void clock.advance(100), server.handshakes === 7), 'five refusals');
    expect(await refused).toMatchObject({ code: 'SPEECH_RATE_LIMITED', retryable: true });
  });

  it.each([
    [400, /check DEEPGRAM_MODEL/],
    [401, /does not accept DEEPGRAM_API_KEY/],
    [402, /no credit/],
    [404, /check DEEPGRAM_URL/],
  ])('status %d: reports it at once as lasting, and says what to do', async (status, message) => {
    createEngine();
    server.faults.push({ kind: 'refuses', status });
    const refused = await open().catch((error: unknown) => error as Failure);
    expect(refused).toMatchObject({ code: 'SPEECH_REQUEST_REFUSED', retryable: false });
    expect((refused as Failure).message).toMatch(message);
    expect(String(refused)).not.toContain(fakeDeepgramKey);
    expect(refusals).toHaveLength(1);
  });

  it('opens slowly: waits ten seconds', () => expectOpenLimit(wireTest));

  it('cannot be reached: says so', async () => {
    createEngine(new ManualClock(), { DEEPGRAM_URL: 'ws://127.0.0.1:9/v1/listen' });
    await expect(open()).rejects.toMatchObject({
      code: 'SPEECH_STREAM_LOST',
      message: 'Deepgram does not answer: ECONNREFUSED',
    });
  });
});

describe('prepares itself', () => {
  beforeEach(() => void createEngine());

  it('without a key: says so, and refuses a key in the URL', async () => {
    const offer = await prepare(deepgramSettings.parse({}), createHost(new ManualClock()));
    expect(offer.current()).toEqual({ engine: null, reason: 'DEEPGRAM_API_KEY is not set' });
    await offer.close();
    const withKey = settingsOf({ DEEPGRAM_URL: 'wss://user:key@127.0.0.1/v1/listen' });
    await expect(prepare(withKey, createHost(new ManualClock()))).rejects.toMatchObject({
      code: 'SPEECH_OPTIONS_INVALID',
    });
  });

  it('says once why Deepgram cannot be used, and looks again until it can', async () => {
    server.key = 'another-key';
    const clock = new ManualClock();
    const logger = new CapturingLogger();
    const preparing = prepare(settingsOf(), createHost(clock, { logger }));
    await eventually(() => logger.lines.length > 0, 'the first answer');
    await clock.advance(5_000);
    const offer = await preparing;
    const reason = 'Deepgram does not accept DEEPGRAM_API_KEY (status 401)';
    expect(offer.current()).toEqual({ engine: null, reason });
    await eventually(() => (void clock.advance(1_000), server.handshakes >= 3), 'more looks');
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain(fakeDeepgramKey);
    server.key = fakeDeepgramKey;
    await eventually(() => (void clock.advance(1_000), offer.current().engine !== null), 'the engine');
    expect(offer.current().reason).toBe(`streams to ${new URL(server.url).host}`);
    await offer.close();
  });
});
