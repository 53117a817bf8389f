import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { Clock, SpeechStreamOptions } from '@earshot/ports';
import {
  eventually,
  fakeTranscribeCredentials,
  ManualClock,
  speechEngineConformance,
  startAmazonTranscribe,
  TurnClock,
  type TranscribeServer,
} from '@earshot/testing';
import { AmazonTranscribeSpeechEngine } from '../src/amazon-transcribe/amazon-transcribe.speech-engine.js';
import { amazonTranscribeSettings } from '../src/amazon-transcribe/amazon-transcribe.settings.js';
import { parseTranscribeOptions } from '../src/amazon-transcribe/transcribe-options.js';
import { openObserved, textsOf, type ObservedStream, writeAll } from './support/open-observed.js';
import { speakBursts, type Burst } from './support/bursts.js';

const sampleRateHz = 8_000;

interface Settings {
  readonly clock?: Clock;
  readonly settings?: Record<string, string>;
  readonly renewAfterMs?: number;
  readonly credentials?: () => Promise<typeof fakeTranscribeCredentials & { expiration?: Date }>;
}

let server: TranscribeServer;
let engine: AmazonTranscribeSpeechEngine;
const createEngine = ({
  clock = new ManualClock(),
  settings = {},
  renewAfterMs = 3_600_000,
  credentials,
}: Settings = {}) =>
  (engine = new AmazonTranscribeSpeechEngine(
    {
      region: 'eu-central-1',
      endpoint: server.endpoint,
      credentials: credentials ?? fakeTranscribeCredentials,
      options: parseTranscribeOptions(amazonTranscribeSettings.parse(settings), 'en-US'),
      renewAfterMs,
    },
    clock,
  ));

beforeEach(async () => void (server = await startAmazonTranscribe()));
afterEach(async () => {
  await engine.close();
  await server.dispose();
});

const open = (changes: Partial<SpeechStreamOptions> = {}) => openObserved(engine, { sampleRateHz, ...changes });
const openPair = () => Promise.all([0, 1].map((track) => open({ track, trackCount: 2 })));

const speak = (bursts: readonly Burst[], durationMs: number) => speakBursts(bursts, durationMs, sampleRateHz);

const utterances: readonly Burst[] = [
  { n: 3, atMs: 500 },
  { n: 4, atMs: 800 },
  { n: 5, atMs: 2_000 },
  { n: 6, atMs: 3_500 },
  { n: 7, atMs: 3_800 },
];

describe('the engine of Amazon Transcribe conforms to the port', () => {
  let clock: TurnClock;
  beforeEach(() => void (clock = new TurnClock(8)));
  afterEach(() => clock.stop());

  it.each(speechEngineConformance)(
    '$promise',
    async ({ run }) => {
      await run(() => ({
        engine: createEngine({ clock }),
        speech: speak(utterances, 5_000),
        sampleRateHz,
      }));
      expect(server.problems).toEqual([]);
    },
    240_000,
  );
});

describe('one track', () => {
  it('sends its samples in messages of 100 or 200 ms, each signed after the one before', async () => {
    createEngine();
    const observed = await open();
    const speech = speak(utterances, 4_550);
    for (let at = 0; at < speech.length; at += 333) await observed.stream.write(speech.subarray(at, at + 333));
    await observed.stream.end();
    const [session] = server.sessions;
    expect(Int16Array.from(session?.audio[0] ?? [])).toEqual(speech);
    expect(session?.frameBytes.pop()).toBe(800);
    expect(new Set([1_600, 3_200, ...(session?.frameBytes ?? [])])).toEqual(new Set([1_600, 3_200]));
    expect(session?.isEnded).toBe(true);
    expect(server.problems).toEqual([]);
    expect(session?.headers).toMatchObject({
      'x-amzn-transcribe-language-code': 'en-US',
      'x-amzn-transcribe-sample-rate': '8000',
      'x-amzn-transcribe-media-encoding': 'pcm',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-EVENTS',
    });
    expect(textsOf(observed)).toEqual(['500-1000 w3 w4.', '2000-2200 w5.', '3500-4000 w6 w7.']);
    expect(observed.finals()[0]).toMatchObject({
      language: 'en-US',
      words: [
        { text: 'w3', startMs: 500, endMs: 700, confidence: 0.9 },
        { text: 'w4.', startMs: 800, endMs: 1_000, confidence: 0.9 },
      ],
    });
  });

  it('requests what the settings choose', async () => {
    createEngine({
      settings: {
        TRANSCRIBE_VOCABULARY: 'support_es-US, support_en-US',
        TRANSCRIBE_LANGUAGE_MODEL: 'bank',
        TRANSCRIBE_REDACTION: 'true',
        TRANSCRIBE_PII_TYPES: 'NAME,SSN',
        TRANSCRIBE_PARTIAL_STABILITY: 'high',
      },
    });
    await (await open({ sampleRateHz: 16_000, language: 'es-US' })).stream.end();
    expect(server.requests[0]).toMatchObject({
      'x-amzn-transcribe-language-code': 'es-US',
      'x-amzn-transcribe-sample-rate': '16000',
      'x-amzn-transcribe-vocabulary-name': 'support_es-US',
      'x-amzn-transcribe-language-model-name': 'bank',
      'x-amzn-transcribe-content-redaction-type': 'PII',
      'x-amzn-transcribe-pii-entity-types': 'NAME,SSN',
      'x-amzn-transcribe-enable-partial-results-stabilization': 'true',
      'x-amzn-transcribe-partial-results-stability': 'high',
    });
    await expect(open({ language: 'de-DE' })).rejects.toMatchObject({ code: 'SPEECH_OPTIONS_INVALID' });
  });

  it('keeps a silent session alive, and the pause moves no word', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    const observed = await open();
    const speech = speak(utterances, 5_000);
    await writeAll(observed, speech.subarray(0, 1_500 * 8));
    await eventually(() => server.sessions[0]?.receivedMs === 1_500, 'the audio before the pause');
    for (let second = 0; second < 31; second += 1) await clock.advance(1_000);
    await eventually(() => server.sessions[0]?.receivedMs === 1_800, 'three frames of silence in 31 s');
    await writeAll(observed, speech, 1_500 * 8);
    await observed.stream.end();
    expect(textsOf(observed)).toEqual(['500-1000 w3 w4.', '2000-2200 w5.', '3500-4000 w6 w7.']);
  });
});

describe('two tracks', () => {
  it('share one session with two channels, sample by sample', async () => {
    createEngine();
    const [customer, agent] = await openPair();
    const speeches = [speak([{ n: 3, atMs: 500 }], 3_000), speak([{ n: 9, atMs: 1_500 }], 3_000)] as const;
    await Promise.all([writeAll(customer!, speeches[0]), writeAll(agent!, speeches[1])]);
    await Promise.all([customer!.stream.end(), agent!.stream.end()]);
    expect(server.sessions).toHaveLength(1);
    const [session] = server.sessions;
    expect(session?.headers).toMatchObject({
      'x-amzn-transcribe-number-of-channels': '2',
      'x-amzn-transcribe-enable-channel-identification': 'true',
    });
    expect(new Set([3_200, 6_400, ...(session?.frameBytes ?? [])])).toEqual(new Set([3_200, 6_400]));
    expect(session?.audio.map((samples) => Int16Array.from(samples))).toEqual(speeches);
    expect([textsOf(customer!), textsOf(agent!)]).toEqual([['500-700 w3.'], ['1500-1700 w9.']]);
    expect([customer!.coveredMs(), agent!.coveredMs()]).toEqual([3_000, 3_000]);
  });

  it('that begin at different times stand side by side, each with its own times', async () => {
    createEngine();
    const late = open({ track: 1, trackCount: 2, startMs: 4_000 });
    const early = open({ track: 0, trackCount: 2, startMs: 2_500 });
    const [second, first] = await Promise.all([late, early]);
    await Promise.all([
      writeAll(first, speak([{ n: 3, atMs: 500 }], 4_500)),
      writeAll(second, speak([{ n: 4, atMs: 500 }], 3_000)),
    ]);
    await Promise.all([first.stream.end(), second.stream.end()]);
    expect(server.sessions).toHaveLength(1);
    expect(server.sessions[0]?.audio[1]?.findIndex((sample) => sample > 0)).toBe((1_500 + 500) * 8);
    expect([textsOf(first), textsOf(second)]).toEqual([['500-700 w3.'], ['500-700 w4.']]);
  });

  it('do not wait for a track that stalls, and its words keep their times', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    const [customer, agent] = await openPair();
    const speech = speak(utterances, 5_000);
    await Promise.all([writeAll(customer!, speech.subarray(0, 8_000)), writeAll(agent!, speech.subarray(0, 8_000))]);
    await writeAll(customer!, speech.subarray(8_000, 22_000));
    await clock.advance(3_000);
    await eventually(() => textsOf(customer!).length === 2, 'the words of the track that goes on');
    await Promise.all([
      writeAll(customer!, speech.subarray(22_000)).then(() => customer!.stream.end()),
      writeAll(agent!, speech.subarray(8_000)).then(() => agent!.stream.end()),
    ]);
    expect(textsOf(customer!)).toEqual(textsOf(agent!));
    expect(textsOf(agent!)).toEqual(['500-1000 w3 w4.', '2000-2200 w5.', '3500-4000 w6 w7.']);
    expect(server.sessions).toHaveLength(1);
  });

  it('go on when one of them ends or is given up, and a new stream joins them', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    const [customer, agent] = await openPair();
    const speech = speak(utterances, 5_000);
    await Promise.all([writeAll(customer!, speech), writeAll(agent!, speech)]);
    await agent!.stream.abort();
    await writeAll(customer!, speech);
    const third = await open({ track: 1, trackCount: 2, startMs: 10_000 });
    await Promise.all([writeAll(customer!, speech), writeAll(third, speech)]);
    let isEnded = false;
    const end = third.stream.end().then(() => (isEnded = true));
    while (!isEnded) {
      await writeAll(customer!, new Int16Array(4_000));
      await clock.advance(500);
    }
    await end;
    await customer!.stream.end();
    expect(server.sessions).toHaveLength(1);
    expect(textsOf(customer!)).toHaveLength(9);
    expect(textsOf(third)).toEqual(['500-1000 w3 w4.', '2000-2200 w5.', '3500-4000 w6 w7.']);
    expect(third.coveredMs()).toBe(5_000);
  });

  it('part when one has more audio than the other, so that it can catch up', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    const [customer, agent] = await openPair();
    const speech = speak(utterances, 5_000);
    await writeAll(customer!, speech.subarray(0, 8_000));
    const behind = writeAll(agent!, speech).catch((error: unknown) => error);
    for (let second = 0; second < 10; second += 1) {
      await writeAll(customer!, new Int16Array(800));
      await clock.advance(1_000);
    }
    expect(await behind).toMatchObject({ code: 'SPEECH_STREAM_LOST', retryable: true });
    expect(customer!.failures).toEqual([]);
    const again = await open({ track: 1, trackCount: 2 });
    await writeAll(again, speech);
    await again.stream.end();
    expect(textsOf(again)).toHaveLength(3);
    expect(server.sessions.map(({ audio }) => audio.length)).toEqual([2, 1]);
    await customer!.stream.end();
  });

  it('have sessions of their own when they are recorded or far apart', async () => {
    createEngine();
    const pairs = [{ isRecorded: true }, { startMs: 60_000 }];
    for (const [n, changes] of pairs.entries()) {
      const callId = `apart-${n}` as CallId;
      const first = await open({ callId, track: 0, trackCount: 2, ...changes });
      const second = await open({ callId, track: 1, trackCount: 2, ...changes, startMs: 0 });
      await Promise.all([first.stream.abort(), second.stream.abort()]);
    }
    await eventually(() => server.sessions.length === 4, 'four sessions');
  });
});

describe('when the service misbehaves', () => {
  const speech = speak(utterances, 5_000);
  const failing = async () => {
    const observed = await open();
    const isAtEnd = server.sessions[0]?.fault?.afterMs === undefined;
    await writeAll(observed, isAtEnd ? speech : speech.subarray(0, 3_000 * 8)).catch(() => undefined);
    if (!isAtEnd) await eventually(() => observed.failures.length > 0, 'the failure');
    const end = await observed.stream.end().catch((error: unknown) => error);
    return { observed, end };
  };
  /** The audio that is not covered goes to another stream, as the supervisor of a track does it. */
  const resume = async (observed: ObservedStream) => {
    const finalMs = Math.max(observed.coveredMs(), observed.finals().at(-1)?.endMs ?? 0);
    const next = await open({ startMs: finalMs });
    await writeAll(next, speech, finalMs * 8);
    await next.stream.end();
    return [...observed.finals(), ...next.finals()].map(({ text }) => text);
  };

  it.each([
    ['closes-cleanly', 'SPEECH_STREAM_CLOSED'],
    ['resets', 'SPEECH_STREAM_LOST'],
    ['breaks-at-end', 'SPEECH_STREAM_LOST'],
    ['limit-exceeded', 'SPEECH_RATE_LIMITED'],
    ['sends-garbage', 'SPEECH_STREAM_LOST'],
    ['sends-broken-results', 'SPEECH_RESULT_INVALID'],
    ['resets-at-end', 'SPEECH_STREAM_LOST'],
  ] as const)('%s: fails once, and no word is lost', async (kind, code) => {
    createEngine();
    server.faults.push({ kind, ...(!kind.endsWith('-at-end') && { afterMs: 2_800 }) });
    const { observed, end } = await failing();
    expect(observed.failures).toMatchObject([{ code, retryable: true }]);
    expect(end).toMatchObject({ code });
    expect(await resume(observed)).toEqual(['w3 w4.', 'w5.', 'w6 w7.']);
    expect(server.problems).toEqual([]);
  });

  it('hangs: gives no result and covers nothing more, so that the supervisor notices', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    server.faults.push({ kind: 'hangs', afterMs: 2_800 });
    const observed = await open();
    await writeAll(observed, speech);
    await eventually(() => textsOf(observed).length === 2, 'two finals');
    const count = observed.results.length;
    for (let second = 0; second < 60; second += 1) await clock.advance(1_000);
    expect(observed.results).toHaveLength(count);
    await observed.stream.abort();
    expect(await resume(observed)).toEqual(['w3 w4.', 'w5.', 'w6 w7.']);
  });

  it('answers 429: tries again with growing pauses, then reports it', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    server.faults.push({ kind: 'busy' }, { kind: 'busy' });
    const opening = open();
    await eventually(() => (void clock.advance(100), server.sessions.length === 1), 'a session after two refusals');
    await (await opening).stream.abort();
    server.faults.push(...Array.from({ length: 5 }, () => ({ kind: 'busy' as const })));
    const refused = open().catch((error: unknown) => error);
    await eventually(() => (void clock.advance(100), server.requests.length === 8), 'five refusals');
    expect(await refused).toMatchObject({ code: 'SPEECH_RATE_LIMITED', retryable: true });
  });

  it('refuses: reports it at once as lasting', async () => {
    createEngine();
    server.faults.push({ kind: 'refuses' });
    await expect(open()).rejects.toMatchObject({ code: 'SPEECH_REQUEST_REFUSED', retryable: false });
    createEngine({ credentials: async () => ({ ...fakeTranscribeCredentials, secretAccessKey: 'another-fake' }) });
    await expect(open()).rejects.toMatchObject({ code: 'SPEECH_REQUEST_REFUSED', retryable: false });
    expect(server.problems).toHaveLength(1);
  });

  it('opens slowly: waits ten seconds', async () => {
    const clock = new ManualClock();
    createEngine({ clock });
    server.faults.push({ kind: 'slow-open' }, { kind: 'slow-open' });
    const opening = open();
    await eventually(() => server.requests.length === 1, 'the request');
    await clock.advance(9_000);
    server.open();
    const observed = await opening;
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(textsOf(observed)).toHaveLength(3);
    const late = open().catch((error: unknown) => error);
    await eventually(() => server.requests.length === 2, 'the second request');
    await clock.advance(10_000);
    expect(await late).toMatchObject({ code: 'SPEECH_STREAM_LOST', retryable: true });
  });

  it.each(['repeats-finals', 'repeats-old-partials'] as const)('%s: gives each word once, in order', async (kind) => {
    createEngine();
    server.faults.push({ kind });
    const { observed } = await failing();
    expect(observed.finals().map(({ text }) => text)).toEqual(['w3 w4.', 'w5.', 'w6 w7.']);
    let finalMs = 0;
    for (const result of observed.results) {
      if (result.kind !== 'words') continue;
      expect(result.startMs).toBeGreaterThanOrEqual(finalMs);
      if (result.isFinal) finalMs = result.endMs;
    }
  });
});

describe('time limits', () => {
  it('a session that is long enough continues in another request, and no word is lost or doubled', async () => {
    const clock = new ManualClock();
    createEngine({ clock, renewAfterMs: 600_000 });
    const pair = await openPair();
    const speech = speak(utterances, 5_000);
    await Promise.all(pair.map((observed) => writeAll(observed, speech)));
    await clock.advance(600_000);
    const rest = Promise.all(pair.map((observed) => writeAll(observed, speech)));
    await eventually(() => server.sessions.length === 2, 'the next request');
    await rest;
    await Promise.all(pair.map(({ stream }) => stream.end()));
    const once = ['500-1000 w3 w4.', '2000-2200 w5.', '3500-4000 w6 w7.'];
    const again = ['5500-6000 w3 w4.', '7000-7200 w5.', '8500-9000 w6 w7.'];
    for (const observed of pair) {
      expect(textsOf(observed)).toEqual([...once, ...again]);
      expect(observed.failures).toEqual([]);
    }
    expect(server.problems).toEqual([]);
  });

  it('a session ends before its credentials do, and the next one has new credentials', async () => {
    const clock = new ManualClock();
    let issued = 0;
    createEngine({
      clock,
      credentials: async () => {
        issued += 1;
        return { ...fakeTranscribeCredentials, expiration: new Date(clock.nowMs() + 600_000) };
      },
    });
    const observed = await open();
    const before = issued;
    await writeAll(observed, speak(utterances, 5_000));
    await clock.advance(520_000);
    await eventually(() => server.sessions.length === 2, 'the next request');
    await observed.stream.end();
    expect(issued).toBeGreaterThan(before);
    expect(textsOf(observed)).toHaveLength(3);
  });
});
