import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { Clock, SpeechEngine, SpeechStreamOptions } from '@earshot/ports';
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
import { openObserved, type ObservedStream } from './support/open-observed.js';
import { speakBursts, type Burst } from './support/bursts.js';

const sampleRateHz = 8_000;
const ANALYTICS = '/call-analytics-stream-transcription';

let server: TranscribeServer;
let engine: AmazonTranscribeSpeechEngine;
const createEngine = (settings: Record<string, string> = {}, clock: Clock = new ManualClock()) =>
  (engine = new AmazonTranscribeSpeechEngine(
    {
      region: 'eu-central-1',
      endpoint: server.endpoint,
      credentials: fakeTranscribeCredentials,
      options: parseTranscribeOptions(
        amazonTranscribeSettings.parse({ TRANSCRIBE_API_MODE: 'analytics', ...settings }),
        'en-US',
      ),
      renewAfterMs: 3_600_000,
    },
    clock,
  ));

beforeEach(async () => void (server = await startAmazonTranscribe()));
afterEach(async () => {
  await engine.close();
  await server.dispose();
});

const open = (changes: Partial<SpeechStreamOptions> = {}) =>
  openObserved(engine, { sampleRateHz, trackCount: 2, ...changes });
const openPair = ({ role, ...changes }: Partial<SpeechStreamOptions> = {}) =>
  Promise.all([open({ track: 0, ...(role !== undefined && { role }), ...changes }), open({ track: 1, ...changes })]);
const speak = (bursts: readonly Burst[], durationMs: number) => speakBursts(bursts, durationMs, sampleRateHz);
async function writeAll({ stream }: ObservedStream, samples: Int16Array, fromSample = 0): Promise<void> {
  for (let at = fromSample; at < samples.length; at += 800) await stream.write(samples.subarray(at, at + 800));
}
const texts = (observed: ObservedStream) => observed.finals().map(({ text }) => text);
const categories = (observed: ObservedStream) => observed.results.filter(({ kind }) => kind === 'category');

const utterances: readonly Burst[] = [
  { n: 3, atMs: 500 },
  { n: 4, atMs: 800 },
  { n: 5, atMs: 2_000 },
  { n: 6, atMs: 3_500 },
  { n: 8, atMs: 3_800 },
];
const all = ['w3 w4.', 'w5.', 'w6 w8.'];

describe('Call Analytics conforms to the port', () => {
  let clock: TurnClock;
  beforeEach(() => void (clock = new TurnClock(8)));
  afterEach(() => clock.stop());

  it.each(speechEngineConformance)(
    '$promise',
    async ({ run }) => {
      await run(() => {
        const inPairs: SpeechEngine = createEngine({}, clock);
        const openSingle = inPairs.open.bind(inPairs);
        inPairs.open = (options) => openSingle({ ...options, trackCount: 8 });
        return { engine: inPairs, speech: speak(utterances, 5_000), sampleRateHz };
      });
      expect(server.problems).toEqual([]);
    },
    240_000,
  );
});

describe('a call with two tracks', () => {
  it('is one session, whose first event defines the channels and the post-call report', async () => {
    createEngine({
      TRANSCRIBE_PII_IDENTIFICATION: 'true',
      TRANSCRIBE_VOCABULARY: 'support',
      TRANSCRIBE_POST_CALL_OUTPUT: 's3://my-bucket/calls/',
      TRANSCRIBE_POST_CALL_ROLE: 'arn:aws:iam::111122223333:role/transcribe',
      TRANSCRIBE_POST_CALL_REDACTION: 'redacted',
    });
    const [customer, agent] = await openPair();
    await Promise.all([writeAll(customer, speak([{ n: 3, atMs: 500 }], 3_000)), writeAll(agent, speak([], 3_000))]);
    await Promise.all([customer.stream.end(), agent.stream.end()]);
    expect(server.problems).toEqual([]);
    expect(server.sessions).toHaveLength(1);
    const [session] = server.sessions;
    expect(session?.headers).toMatchObject({
      ':path': ANALYTICS,
      'x-amzn-transcribe-language-code': 'en-US',
      'x-amzn-transcribe-vocabulary-name': 'support',
      'x-amzn-transcribe-content-identification-type': 'PII',
    });
    expect(session?.headers).not.toHaveProperty('x-amzn-transcribe-number-of-channels');
    expect(session?.configuration).toEqual({
      ChannelDefinitions: [
        { ChannelId: 0, ParticipantRole: 'CUSTOMER' },
        { ChannelId: 1, ParticipantRole: 'AGENT' },
      ],
      PostCallAnalyticsSettings: {
        OutputLocation: 's3://my-bucket/calls/',
        DataAccessRoleArn: 'arn:aws:iam::111122223333:role/transcribe',
        ContentRedactionOutput: 'redacted',
      },
    });
    expect([texts(customer), texts(agent)]).toEqual([['w3.'], []]);
    expect([customer.coveredMs(), agent.coveredMs()]).toEqual([3_000, 3_000]);
  });

  it('gives sentiment, issues, private details and categories, each on its track', async () => {
    createEngine({ TRANSCRIBE_ALERT_CATEGORIES: 'Cancellation' });
    const [customer, agent] = await openPair();
    const complaint = speak(
      [
        { n: 5, atMs: 500 },
        { n: 9, atMs: 800 },
      ],
      4_000,
    );
    const refusal = speak(
      [
        { n: 8, atMs: 1_500 },
        { n: 7, atMs: 1_800 },
      ],
      4_000,
    );
    await Promise.all([writeAll(customer, complaint), writeAll(agent, refusal)]);
    await Promise.all([customer.stream.end(), agent.stream.end()]);
    expect(customer.finals()).toMatchObject([
      {
        text: 'w5 w9.',
        insights: {
          sentiment: 'NEGATIVE',
          sentimentScore: -5,
          issues: [{ startChar: 3, endChar: 5, startMs: 800, endMs: 1_000 }],
          entities: [{ kind: 'NAME', startChar: 0, endChar: 2 }],
        },
      },
    ]);
    expect(customer.partials().every(({ insights }) => insights === undefined)).toBe(true);
    expect(agent.finals()).toMatchObject([
      { text: 'w8 w7.', insights: { sentiment: 'POSITIVE', sentimentScore: 5, issues: [] } },
    ]);
    expect([categories(customer), categories(agent)]).toEqual([
      [],
      [{ kind: 'category', category: 'Cancellation', isAlert: true, startMs: 1_800, endMs: 2_000 }],
    ]);
  });

  it.each([{ role: 'AGENT' }, { role: 'CUSTOMER' }] as const)('knows that track 0 is the %j', async ({ role }) => {
    createEngine();
    const [first, second] = await openPair({ role });
    await Promise.all([
      writeAll(first, speak([{ n: 3, atMs: 500 }], 2_000)),
      writeAll(second, speak([{ n: 7, atMs: 500 }], 2_000)),
    ]);
    await Promise.all([first.stream.end(), second.stream.end()]);
    expect(server.sessions[0]?.configuration?.ChannelDefinitions[0]).toEqual({ ChannelId: 0, ParticipantRole: role });
    expect([texts(first), texts(second)]).toEqual([['w3.'], ['w7.']]);
    expect([categories(first).length, categories(second)]).toEqual([0, [expect.objectContaining({ isAlert: false })]]);
  });

  it('leaves a track without a partner, and recorded tracks, to the standard API', async () => {
    createEngine();
    const alone = await open({ trackCount: 1, callId: 'alone' as CallId });
    const recorded = await open({ isRecorded: true, callId: 'recorded' as CallId });
    await eventually(() => server.sessions.length === 2, 'two sessions');
    expect(server.sessions.map(({ isAnalytics }) => isAnalytics)).toEqual([false, false]);
    await writeAll(alone, speak(utterances, 5_000));
    await alone.stream.end();
    expect(texts(alone)).toEqual(all);
    expect(alone.finals()[0]).not.toHaveProperty('insights');
    await recorded.stream.abort();
    await expect(open({ language: 'ja-JP' })).rejects.toMatchObject({ code: 'SPEECH_OPTIONS_INVALID' });
  });
});

describe('when Call Analytics misbehaves', () => {
  const speech = speak(utterances, 5_000);
  const silence = new Int16Array(speech.length);
  /** The audio that is not covered goes to another session, as the supervisor of a track does it. */
  const resume = async (observed: ObservedStream) => {
    const startMs = Math.max(observed.coveredMs(), observed.finals().at(-1)?.endMs ?? 0);
    const [next, other] = await openPair({ startMs, callId: 'again' as CallId });
    await Promise.all([writeAll(next, speech, startMs * 8), writeAll(other, silence, startMs * 8)]);
    await Promise.all([next.stream.end(), other.stream.end()]);
    return [...texts(observed), ...texts(next)];
  };

  it.each([
    ['closes-cleanly', 'SPEECH_STREAM_CLOSED'],
    ['resets', 'SPEECH_STREAM_LOST'],
    ['breaks-at-end', 'SPEECH_STREAM_LOST'],
    ['resets-at-end', 'SPEECH_STREAM_LOST'],
    ['limit-exceeded', 'SPEECH_RATE_LIMITED'],
    ['sends-garbage', 'SPEECH_STREAM_LOST'],
    ['sends-broken-results', 'SPEECH_RESULT_INVALID'],
  ] as const)('%s: both tracks fail once, and no word is lost', async (kind, code) => {
    createEngine();
    const isAtEnd = kind.endsWith('-at-end');
    server.faults.push({ kind, ...(!isAtEnd && { afterMs: 2_800 }) });
    const pair = await openPair();
    const [customer, agent] = pair;
    const end = isAtEnd ? speech.length : 24_000;
    await Promise.all([
      writeAll(customer, speech.subarray(0, end)).catch(() => undefined),
      writeAll(agent, silence.subarray(0, end)).catch(() => undefined),
    ]);
    if (!isAtEnd) await eventually(() => pair.every(({ failures }) => failures.length > 0), 'both failures');
    await Promise.all(pair.map(({ stream }) => stream.end().catch(() => undefined)));
    for (const { failures } of pair) expect(failures).toMatchObject([{ code, retryable: true }]);
    expect(await resume(customer)).toEqual(all);
    expect(server.problems).toEqual([]);
  });

  it('answers 429: tries again, and hangs: covers nothing more', async () => {
    const clock = new ManualClock();
    createEngine({}, clock);
    server.faults.push({ kind: 'busy' }, { kind: 'hangs', afterMs: 2_800 });
    const opening = openPair();
    await eventually(() => (void clock.advance(100), server.sessions.length === 1), 'a session after a refusal');
    const [customer, agent] = await opening;
    await Promise.all([writeAll(customer, speech), writeAll(agent, silence)]);
    await eventually(() => texts(customer).length === 2, 'two finals');
    const count = customer.results.length;
    for (let second = 0; second < 60; second += 1) await clock.advance(1_000);
    expect(customer.results).toHaveLength(count);
  });

  it('refuses: reports it at once as lasting', async () => {
    createEngine();
    server.faults.push({ kind: 'refuses' });
    await expect(open()).rejects.toMatchObject({ code: 'SPEECH_REQUEST_REFUSED', retryable: false });
  });

  it.each(['repeats-finals', 'repeats-old-partials'] as const)('%s: gives each word once', async (kind) => {
    createEngine();
    server.faults.push({ kind });
    const [customer, agent] = await openPair();
    await Promise.all([writeAll(customer, speech), writeAll(agent, silence)]);
    await Promise.all([customer.stream.end(), agent.stream.end()]);
    expect(texts(customer)).toEqual(all);
  });
});
