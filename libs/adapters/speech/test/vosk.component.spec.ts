import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock, SpeechStreamOptions } from '@earshot/ports';
import { CapturingLogger, eventually, ManualClock, startVosk, type VoskServer } from '@earshot/testing';
import { prepare } from '../src/vosk/index.js';
import { VoskSpeechEngine } from '../src/vosk/vosk.speech-engine.js';
import { voskSettings } from '../src/vosk/vosk.settings.js';
import { speakBursts, type Burst } from './support/bursts.js';
import { openObserved, textsOf, writeAll } from './support/open-observed.js';
import { createHost } from './support/speech-host.js';
import {
  describeConformance,
  expectNoWordLost,
  expectOpenLimit,
  expectWritesWait,
  resumeSpeech,
  textsOfSpeech,
  type StreamEngineTest,
} from './support/stream-engine.js';

const sampleRateHz = 8_000;
/** Within the third utterance. */
const FAULT_AT_MS = 3_800;

let server: VoskServer;
let engine: VoskSpeechEngine;

const createEngine = (clock: Clock = new ManualClock(), url = server.url) =>
  (engine = new VoskSpeechEngine(url, clock));

beforeEach(async () => {
  server = await startVosk();
  createEngine();
});
afterEach(async () => {
  await engine.close();
  await server.dispose();
});

const open = (changes: Partial<SpeechStreamOptions> = {}) => openObserved(engine, { sampleRateHz, ...changes });

const utterances: readonly Burst[] = [
  { n: 3, atMs: 500 },
  { n: 4, atMs: 800 },
  { n: 5, atMs: 2_000 },
  { n: 6, atMs: 3_500 },
  { n: 7, atMs: 3_800 },
];
const speech = speakBursts(utterances, 5_000, sampleRateHz);
const spoken = ['500-1000 w3 w4', '2000-2200 w5', '3500-4000 w6 w7'];

const wireTest: StreamEngineTest = { server: () => server, createEngine, engine: () => engine, speech, spoken };

describeConformance('the engine of vosk-server', wireTest);

describe('one track', () => {
  it('sends its rate, then its samples in frames of 200 ms, and the words have times and confidence', async () => {
    const observed = await open();
    for (let at = 0; at < speech.length; at += 333) await observed.stream.write(speech.subarray(at, at + 333));
    await observed.stream.end();
    const [session] = server.sessions;
    expect(Int16Array.from(session?.audio ?? [])).toEqual(speech);
    expect(session?.frameBytes).toEqual(Array<number>(25).fill(3_200));
    expect(session?.texts).toEqual([
      '{"config":{"sample_rate":8000,"words":true,"max_alternatives":0}}',
      '{"eof" : 1}',
    ]);
    expect(textsOf(observed)).toEqual(spoken);
    expect(observed.finals()[0]).toMatchObject({
      words: [
        { text: 'w3', startMs: 500, endMs: 700, confidence: 0.9 },
        { text: 'w4', startMs: 800, endMs: 1_000, confidence: 0.9 },
      ],
    });
    expect(observed.partials().map(({ text }) => text)).toEqual(['w3', 'w3 w4', 'w5', 'w6', 'w6 w7']);
  });

  it('is sent at the rate of the call', async () => {
    const at16k = speakBursts(utterances, 5_000, 16_000);
    const observed = await open({ sampleRateHz: 16_000 });
    await writeAll(observed, at16k);
    await observed.stream.end();
    expect(server.sessions[0]?.config?.sample_rate).toBe(16_000);
    expect(textsOf(observed)).toEqual(spoken);
  });

  it('has estimated times where the server gives none', async () => {
    server.faults.push({ kind: 'no-words' });
    const observed = await open();
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(observed.finals().map(({ text }) => text)).toEqual(['w3 w4', 'w5', 'w6 w7']);
    let finalMs = 0;
    for (const { startMs, endMs, words, areWordTimesEstimated } of observed.finals()) {
      expect([words.length > 0, areWordTimesEstimated, startMs >= finalMs, endMs > startMs]).toEqual(
        Array(4).fill(true),
      );
      finalMs = endMs;
    }
  });

  it('has the best text of a server that gives several', async () => {
    server.faults.push({ kind: 'alternatives' });
    const observed = await open();
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(textsOf(observed)).toEqual(spoken);
  });

  it('does not wait for the server for more than ten seconds of audio', () => expectWritesWait(wireTest, 200));
});

describe('when the server misbehaves', () => {
  it.each([
    ['closes-cleanly', 'SPEECH_STREAM_CLOSED'],
    ['resets', 'SPEECH_STREAM_LOST'],
    ['sends-garbage', 'SPEECH_RESULT_INVALID'],
    ['sends-broken-results', 'SPEECH_RESULT_INVALID'],
    ['resets-at-end', 'SPEECH_STREAM_LOST'],
    ['closes-at-end', 'SPEECH_STREAM_CLOSED'],
    ['repeats-finals', 'SPEECH_RESULT_INVALID'],
  ] as const)('%s: fails once, and no word is lost or doubled', async (kind, code) => {
    const isAtEnd = kind.endsWith('-at-end') || kind.startsWith('repeats');
    server.faults.push({ kind, ...(!isAtEnd && { afterMs: FAULT_AT_MS }) });
    await expectNoWordLost(wireTest, code, isAtEnd ? undefined : FAULT_AT_MS);
  });

  it('hangs: gives no result and covers nothing more, so that the supervisor notices', async () => {
    server.faults.push({ kind: 'hangs', afterMs: 2_800 });
    const observed = await open();
    await writeAll(observed, speech);
    await eventually(() => textsOf(observed).length === 2, 'two finals');
    await observed.stream.abort();
    const coveredMs = observed.results.map((result) => (result.kind === 'covered' ? result.toMs : 0));
    expect(Math.max(...coveredMs)).toBeLessThanOrEqual(2_800);
    expect(textsOf(observed)).toHaveLength(2);
    expect(await resumeSpeech(wireTest, observed)).toEqual(textsOfSpeech(wireTest));
  });

  it('answers 503: tries again, then reports it', async () => {
    const clock = new ManualClock();
    createEngine(clock);
    server.faults.push({ kind: 'refuses', status: 503 });
    const opening = open();
    await eventually(() => (void clock.advance(100), server.sessions.length === 1), 'the stream');
    await (await opening).stream.abort();
    server.faults.push(...Array.from({ length: 5 }, () => ({ kind: 'refuses' as const, status: 503 })));
    const refused = open().catch((error: unknown) => error);
    await eventually(() => (void clock.advance(100), server.handshakes === 7), 'five refusals');
    expect(await refused).toMatchObject({ code: 'SPEECH_RATE_LIMITED', retryable: true });
  });

  it('answers 404: reports it at once as lasting, and says what to do', async () => {
    server.faults.push({ kind: 'refuses', status: 404 });
    await expect(open()).rejects.toMatchObject({
      code: 'SPEECH_REQUEST_REFUSED',
      retryable: false,
      message: 'vosk-server knows no such path; check VOSK_URL (status 404)',
    });
  });

  it('opens slowly: waits ten seconds', () => expectOpenLimit(wireTest));
});

describe('prepares itself', () => {
  it('without a URL: says so', async () => {
    const offer = await prepare(voskSettings.parse({}), createHost(new ManualClock()));
    expect(offer.current()).toEqual({ engine: null, reason: 'VOSK_URL is not set' });
    await offer.close();
    expect(() => voskSettings.parse({ VOSK_URL: 'http://localhost:2700' })).toThrow();
  });

  it('says once why the server cannot be used, and looks again until it can', async () => {
    const clock = new ManualClock();
    const logger = new CapturingLogger();
    server.faults.push({ kind: 'refuses', status: 404 }, { kind: 'refuses', status: 404 });
    const preparing = prepare(voskSettings.parse({ VOSK_URL: server.url }), createHost(clock, { logger }));
    await eventually(() => logger.lines.length > 0, 'the first answer');
    await clock.advance(5_000);
    const offer = await preparing;
    expect(offer.current()).toMatchObject({ engine: null, reason: expect.stringContaining('check VOSK_URL') });
    await eventually(() => (void clock.advance(1_000), offer.current().engine !== null), 'the engine');
    expect(logger.lines).toHaveLength(1);
    expect(offer.current().reason).toBe(`streams to ${new URL(server.url).host}`);
    await offer.close();
  });
});
