import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { Clock, SpeechStreamOptions } from '@earshot/ports';
import {
  CapturingLogger,
  eventually,
  ManualClock,
  speechEngineConformance,
  startWhisper,
  type WhisperServer,
} from '@earshot/testing';
import { join } from 'node:path';
import type { SpeechEngineOffer } from '../src/speech-vendor.js';
import { prepare } from '../src/whisper-http/index.js';
import { WhisperClient } from '../src/whisper-http/whisper-client.js';
import { whisperHttpSettings } from '../src/whisper-http/whisper-http.settings.js';
import { engineOptionsOf, parseWhisperOptions } from '../src/whisper-http/whisper-options.js';
import { findMoonshineModel } from './support/moonshine-model.js';
import { openObserved, textsOf, writeAll } from './support/open-observed.js';
import {
  longSpeech,
  sampleRateHz,
  speech,
  spoken,
  startRequestEngine,
  type ObservedEngine,
} from './support/request-engine.js';
import { createHost } from './support/speech-host.js';
import { readTrack } from './support/spoken.js';
import { systemClock } from './support/system-clock.js';

const SECRET = 'fake-key-for-tests';
let server: WhisperServer;
let engine: ObservedEngine['engine'];
let metrics: ObservedEngine['metrics'];

const createEngine = async (settings: Record<string, string> = {}, clock: Clock = systemClock) => {
  const options = parseWhisperOptions(whisperHttpSettings.parse({ WHISPER_URL: server.url, ...settings }));
  if (options === null) throw new Error('the settings have no URL');
  const client = new WhisperClient(options, clock);
  ({ engine, metrics } = await startRequestEngine(client, engineOptionsOf(options), clock));
  return engine;
};

beforeEach(async () => void (server = await startWhisper()));
afterEach(async () => {
  await engine.close();
  await server.goAway();
});

const open = (changes: Partial<SpeechStreamOptions> = {}) => openObserved(engine, { sampleRateHz, ...changes });

describe('the engine of a Whisper server conforms to the port', () => {
  const cases = ['true', 'false'].flatMap((partials) => speechEngineConformance.map((each) => ({ ...each, partials })));
  it.each(cases)(
    '$promise (partials: $partials)',
    async ({ run, partials }) => {
      await run(async () => ({
        engine: await createEngine({ WHISPER_PARTIALS: partials }),
        speech: longSpeech,
        sampleRateHz,
        givesPartials: partials === 'true',
        patienceMs: 20_000,
      }));
      expect(server.problems).toEqual([]);
    },
    60_000,
  );
});

describe('an utterance', () => {
  it('is sent as a WAV file with what the settings choose, and its words have times', async () => {
    server.key = SECRET;
    server.model = 'large-v3';
    await createEngine({
      WHISPER_API_KEY: SECRET,
      WHISPER_MODEL: 'large-v3',
      WHISPER_PROMPT: 'Earshot, Nx, Kinesis',
    });
    const observed = await open({ language: 'es-US', isRecorded: true });
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(textsOf(observed)).toEqual(spoken);
    const [request] = server.requests;
    expect(request?.fields).toEqual({
      model: 'large-v3',
      response_format: 'verbose_json',
      temperature: '0',
      'timestamp_granularities[]': ['segment', 'word'],
      language: 'es',
      prompt: 'Earshot, Nx, Kinesis',
    });
    // With 300 ms before the speech and after it.
    const from = (640 - 9 * 32) * 16;
    expect(request?.samples).toEqual(speech.subarray(from, from + (request?.samples.length ?? 0)));
    expect(observed.finals()[0]).toMatchObject({
      language: 'es-US',
      areWordTimesEstimated: false,
      words: [
        { text: 'w3', startMs: 640, endMs: 960 },
        { text: 'w4.', startMs: 1_088, endMs: 1_408 },
      ],
    });
    expect(engine.name).toBe('whisper-http:large-v3');
    expect(server.problems).toEqual([]);
  });

  it('is asked for in the form that the server can give', async () => {
    for (const [detail, isEstimated, attempts] of [
      ['words-in-segments', false, 3],
      ['segments', true, 4],
      ['json', true, 5],
    ] as const) {
      server.detail = detail;
      const before = server.requests.length;
      await createEngine();
      const observed = await open({ isRecorded: true });
      for (const at of [0, 2_560, 4_480]) {
        await writeAll(observed, speech.subarray(at * 16, (at + 2_560) * 16));
        await eventually(() => observed.coveredMs() > 0 || at === 0, 'progress');
      }
      await observed.stream.end();
      expect(observed.finals().every(({ areWordTimesEstimated }) => areWordTimesEstimated === isEstimated)).toBe(true);
      expect(observed.finals()[0]?.text).toBe('w3 w4.');
      expect(server.requests.length - before).toBeGreaterThanOrEqual(attempts);
      await engine.close();
    }
  });

  it('has the language that the server found', async () => {
    await createEngine({ WHISPER_DETECT_LANGUAGE: 'true' });
    const observed = await open({ language: 'es-US', isRecorded: true });
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(server.requests[0]?.fields).not.toHaveProperty('language');
    expect(observed.finals().map(({ language }) => language)).toEqual(['en', 'en', 'en']);
  });

  it.each([
    ['noise', { segments: [{ text: 'Bye.', start: 0, end: 1, no_speech_prob: 0.9, avg_logprob: -1.2 }] }],
    ['a loop', { segments: [{ text: 'and and and', start: 0, end: 1, compression_ratio: 3 }] }],
    ['the end of a film', { text: 'Thank you for watching!' }],
    ['the prompt', { text: 'Words of the bank: escrow, remortgage.' }],
  ])('is left out when it is %s', async (_, said) => {
    await createEngine({ WHISPER_PROMPT: 'Words of the bank: escrow, remortgage.' });
    const answer = { text: 'Bye.', ...said };
    server.faults.push({ kind: 'answers', answer });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(textsOf(observed)).toEqual(spoken.slice(1));
    expect(observed.coveredMs()).toBe(7_040);
  });

  it('counts when it is no speech', async () => {
    await createEngine();
    server.faults.push({ kind: 'answers', answer: { text: 'Thank you for watching!' } });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(metrics.values.get('earshot_whisper_rubbish_total')).toBe(1);
  });

  it('keeps its place when a later one is answered first', async () => {
    await createEngine();
    server.faults.push({ kind: 'slow' });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech);
    const ending = observed.stream.end();
    await eventually(() => server.requests.length === 3, 'three requests');
    expect(observed.finals()).toEqual([]);
    server.release();
    await ending;
    expect(textsOf(observed)).toEqual(spoken);
  });
});

it('has no more requests at the server than allowed, and the calls take turns', async () => {
  await createEngine({ WHISPER_MAX_REQUESTS: '2', WHISPER_PARTIALS: 'false' });
  server.faults.push({ kind: 'slow' }, { kind: 'slow' });
  const calls = await Promise.all(
    ['call-1', 'call-2', 'call-3'].map((callId) => open({ callId: callId as CallId, isRecorded: callId !== 'call-3' })),
  );
  await Promise.all(calls.slice(0, 2).map((call) => writeAll(call, speech)));
  await eventually(() => server.requests.length === 2, 'two requests');
  await writeAll(calls[2]!, speech);
  await eventually(() => calls[2]!.stream.waitsForTurn?.() === true, 'the call waits for its turn');
  server.release();
  await eventually(() => calls[2]!.finals().length > 0, 'the live call');
  server.release();
  await Promise.all(calls.map(({ stream }) => stream.end()));
  for (const call of calls) expect(textsOf(call)).toEqual(spoken);
  expect(server.mostAtOnce).toBe(2);
});

/** Moves the clock, so that pauses pass, until the work is done. */
const whileClockMoves = async <T>(clock: ManualClock, work: Promise<T>): Promise<T> => {
  let isDone = false;
  const mark = () => void (isDone = true);
  work.then(mark, mark);
  while (!isDone) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return work;
};

describe('when the server misbehaves', () => {
  const transcribe = async (clock: ManualClock) => {
    const observed = await open({ isRecorded: true });
    const end = whileClockMoves(
      clock,
      writeAll(observed, speech)
        .then(() => observed.stream.end())
        .catch((error: unknown) => error),
    );
    return { observed, end: await end };
  };

  it.each([
    [{ kind: 'resets' }],
    [{ kind: 'closes-early' }],
    [{ kind: 'garbage' }],
    [{ kind: 'garbage', body: '{"texts":[]}' }],
    [{ kind: 'status', status: 500 }],
    [{ kind: 'status', status: 429 }],
    [{ kind: 'hangs' }],
  ] as const)('%j: sends the utterance again, and no word is lost or doubled', async (fault) => {
    const clock = new ManualClock();
    await createEngine({}, clock);
    server.faults.push(fault, fault);
    const { observed } = await transcribe(clock);
    expect(observed.failures).toEqual([]);
    expect(textsOf(observed)).toEqual(spoken);
    expect(metrics.values.get('earshot_whisper_retries_total')).toBe(2);
  });

  it('429 with Retry-After: no call sends a request before that', async () => {
    const clock = new ManualClock();
    await createEngine({}, clock);
    server.faults.push({ kind: 'status', status: 429, headers: { 'retry-after': '10' } });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech.subarray(0, 3_000 * 16));
    await eventually(() => server.requests.length === 1, 'the request');
    await new Promise((resolve) => setImmediate(resolve));
    const other = await open({ callId: 'other' as CallId });
    await writeAll(other, speech.subarray(0, 3_000 * 16));
    await eventually(() => other.stream.waitsForTurn?.() === true, 'the other call waits');
    await clock.advance(9_000);
    expect(server.requests).toHaveLength(1);
    await clock.advance(1_500);
    await eventually(() => textsOf(observed).length === 1 && textsOf(other).length === 1, 'both finals');
    expect(observed.failures).toEqual([]);
  });

  it.each([
    [{ kind: 'status', status: 429, headers: { 'retry-after': '60' } }, 1, 'SPEECH_RATE_LIMITED'],
    [{ kind: 'status', status: 503 }, 5, 'SPEECH_RATE_LIMITED'],
    [{ kind: 'resets' }, 5, 'SPEECH_STREAM_LOST'],
    [{ kind: 'garbage' }, 5, 'SPEECH_RESULT_INVALID'],
  ] as const)('%j for long: fails once, and the next stream has every word', async (fault, count, code) => {
    const clock = new ManualClock();
    await createEngine({ WHISPER_MAX_REQUESTS: '1' }, clock);
    server.faults.push(...Array.from({ length: count }, () => fault));
    const { observed, end } = await transcribe(clock);
    expect(observed.failures).toMatchObject([{ code, retryable: true }]);
    expect(end).toMatchObject({ code });
    await clock.advance(60_000);
    const next = await open({ isRecorded: true });
    await writeAll(next, speech, observed.coveredMs() * 16);
    await next.stream.end();
    expect([...observed.finals(), ...next.finals()].map(({ text }) => text)).toEqual(['w3 w4.', 'w5.', 'w6 w7.']);
  });

  it.each([
    [401, /does not accept WHISPER_API_KEY/],
    [404, /knows no such path or model; check WHISPER_URL and WHISPER_MODEL/],
    [307, /redirects elsewhere/],
    [413, /refuses the request/],
  ])(
    'status %d: fails at once as lasting, says what to do, and new calls get the same answer',
    async (status, message) => {
      await createEngine({ WHISPER_API_KEY: SECRET, WHISPER_MAX_REQUESTS: '1' });
      server.faults.push({ kind: 'status', status, headers: { location: 'http://127.0.0.1:9/' } });
      const observed = await open({ isRecorded: true });
      await writeAll(observed, speech).catch(() => undefined);
      await eventually(() => observed.failures.length > 0, 'the failure');
      expect(observed.failures).toMatchObject([{ code: 'SPEECH_REQUEST_REFUSED', retryable: false }]);
      expect(observed.failures[0]?.message).toMatch(message);
      expect(JSON.stringify([observed.failures, String(observed.failures[0])])).not.toContain(SECRET);
      await expect(open()).rejects.toMatchObject({ code: 'SPEECH_REQUEST_REFUSED' });
    },
  );
});

describe('prepares itself', () => {
  const found = findMoonshineModel();
  const settings = (changes: Record<string, string> = {}) =>
    whisperHttpSettings.parse({ WHISPER_URL: server.url, ...changes });
  const offers: SpeechEngineOffer[] = [];
  const prepareOffer = async (...args: Parameters<typeof prepare>) => {
    const offer = await prepare(...args);
    offers.push(offer);
    return offer;
  };
  beforeEach(() => createEngine());
  afterEach(async () => {
    for (const offer of offers.splice(0)) await offer.close();
  });

  it('without a URL: says so', async () => {
    const offer = await prepareOffer(whisperHttpSettings.parse({}), createHost(systemClock));
    expect(offer.current()).toEqual({ engine: null, reason: 'WHISPER_URL is not set' });
  });

  it('refuses a key in the URL and a key with spaces', async () => {
    const withKey = settings({ WHISPER_URL: 'http://user:key@127.0.0.1/v1' });
    await expect(prepare(withKey, createHost(systemClock))).rejects.toMatchObject({
      code: 'SPEECH_OPTIONS_INVALID',
    });
    expect(whisperHttpSettings.safeParse({ WHISPER_API_KEY: 'two words' }).success).toBe(false);
  });

  it.each([
    ['http://localhost:8000', 'http://localhost:8000/v1/audio/transcriptions'],
    ['http://localhost:8000/v1/', 'http://localhost:8000/v1/audio/transcriptions'],
    ['http://localhost:8080/inference', 'http://localhost:8080/inference'],
    ['https://a.example/x/audio/transcriptions?v=1', 'https://a.example/x/audio/transcriptions?v=1'],
  ])('finds the endpoint of %s', (url, endpoint) => {
    expect(parseWhisperOptions(settings({ WHISPER_URL: url }))?.endpoint).toBe(endpoint);
  });

  it('with real speech: the detector cuts it, and the server gets the utterances', async () => {
    const model = await found;
    if (typeof model === 'string') return console.info(`skipped: no voice activity detector (${model})`);
    server.recognize = (samples) => ({ text: `a text of ${Math.round(samples.length / 16_000)} seconds` });
    const offer = await prepareOffer(settings(), createHost(systemClock, { modelsDir: model.modelsDir }));
    const { engine: prepared, reason } = offer.current();
    expect(reason).toBe(`sends utterances to ${new URL(server.url).host}`);
    const observed = await openObserved(prepared!, { sampleRateHz, isRecorded: true });
    const agent = readTrack(join(import.meta.dirname, '../../../../samples/card-payment.wav'), 1, sampleRateHz);
    await writeAll(observed, agent.subarray(28.5 * sampleRateHz, 37.9 * sampleRateHz));
    await observed.stream.end();
    expect(observed.finals().length).toBeGreaterThanOrEqual(2);
    expect(observed.failures).toEqual([]);
  }, 60_000);

  it('says once why the server cannot be used, and looks again until it can', async () => {
    const model = await found;
    if (typeof model === 'string') return console.info(`skipped: no voice activity detector (${model})`);
    server.key = SECRET;
    const logger = new CapturingLogger();
    const clock = new ManualClock();
    const wrong = settings({ WHISPER_API_KEY: 'a-wrong-key', WHISPER_TIMEOUT_SECONDS: '300' });
    const preparing = prepareOffer(wrong, createHost(clock, { logger, modelsDir: model.modelsDir }));
    await eventually(() => logger.lines.length > 0, 'the first answer');
    await clock.advance(5_000);
    const offer = await preparing;
    const reason = 'the Whisper server does not accept WHISPER_API_KEY (status 401)';
    expect(offer.current()).toEqual({ engine: null, reason });
    await clock.advance(30_000);
    await eventually(() => server.requests.length === 2, 'the second look');
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('a-wrong-key');
    await eventually(() => offer.current().reason === reason, 'the same reason');
    server.key = 'a-wrong-key';
    await eventually(() => (void clock.advance(1_000), offer.current().engine !== null), 'the engine');
    // A key that is withdrawn during a call takes the engine away until the server accepts it again.
    server.key = 'another-key';
    const observed = await openObserved(offer.current().engine!, { sampleRateHz, isRecorded: true });
    const agent = readTrack(join(import.meta.dirname, '../../../../samples/card-payment.wav'), 1, sampleRateHz);
    await writeAll(observed, agent.subarray(28.5 * sampleRateHz, 32 * sampleRateHz)).catch(() => undefined);
    await observed.stream.end().catch(() => undefined);
    expect(observed.failures).toMatchObject([{ code: 'SPEECH_REQUEST_REFUSED' }]);
    expect(offer.current()).toEqual({ engine: null, reason });
    server.key = 'a-wrong-key';
    await eventually(() => (void clock.advance(1_000), offer.current().engine !== null), 'the engine again');
  }, 60_000);
});
