import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createSpeechEngines, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import {
  CapturingLogger,
  CapturingMetrics,
  fakeTranscribeCredentials,
  startAmazonTranscribe,
  TurnClock,
  type TranscribeServer,
} from '@earshot/testing';
import { tmpdir } from 'node:os';
import { Harness } from './harness.js';
import { TestCall } from './test-call.js';
import { expectWholeCall, sixWords } from './whole-call.js';

const environment = {
  AWS_ACCESS_KEY_ID: fakeTranscribeCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: fakeTranscribeCredentials.secretAccessKey,
};
const earlier = { ...process.env };
let server: TranscribeServer;
let engines: SpeechEngines;
let clock: TurnClock;
let harness: Harness | undefined;

const createEngines = async (settings: Record<string, string | undefined> = {}) =>
  (engines = await createSpeechEngines(
    speechConfigSchema.parse({
      SPEECH_ENGINE: 'amazon-transcribe',
      AWS_REGION: 'eu-central-1',
      TRANSCRIBE_ENDPOINT: server.endpoint,
      ...settings,
    }),
    { dataDir: tmpdir(), logger: new CapturingLogger(), metrics: new CapturingMetrics(), clock },
  ));

beforeEach(async () => {
  Object.assign(process.env, environment);
  server = await startAmazonTranscribe();
  clock = new TurnClock(1);
});
afterEach(async () => {
  await harness?.close();
  harness = undefined;
  await engines.close();
  clock.stop();
  await server.dispose();
  process.env = earlier;
});

it.each([
  { faults: [], sessions: 1 },
  { faults: [{ kind: 'closes-cleanly', afterMs: 2_500 }] as const, sessions: 2 },
  { faults: [{ kind: 'resets', afterMs: 3_300 }] as const, sessions: 2 },
  { faults: [{ kind: 'limit-exceeded', afterMs: 1_000 }, { kind: 'busy' }] as const, sessions: 2 },
])('a call has each word once, on both tracks: $faults', async ({ faults, sessions }) => {
  server.faults.push(...faults);
  harness = await Harness.start({ engines: await createEngines() });
  await expectWholeCall(harness, `call-${sessions}`, '.');
  expect(server.sessions).toHaveLength(sessions);
  expect(server.sessions.map(({ audio }) => audio.length)).toEqual(Array<number>(sessions).fill(2));
  expect(server.problems).toEqual([]);
});

it('publishes the sentiment, the issues and the categories of Call Analytics with the finals that they belong to', async () => {
  harness = await Harness.start({
    engines: await createEngines({ TRANSCRIBE_API_MODE: 'analytics', TRANSCRIBE_ALERT_CATEGORIES: '*' }),
  });
  const spoken = [...sixWords, { track: 1, startMs: 5_400, level: 9 }];
  const call = new TestCall(harness, 'analytics', { bursts: spoken });
  await call.open();
  await call.talkUntil(6_500);
  await call.close();
  await harness.completed(call.id);
  const customer = harness.finals(call.id, 0);
  expect(customer.map(({ text, sentiment, sentimentScore }) => [text, sentiment, sentimentScore])).toEqual([
    ['w3.', 'NEUTRAL', 0],
    ['w5.', 'NEUTRAL', 0],
    ['w7.', 'NEUTRAL', 0],
  ]);
  expect(customer[1]?.entities).toEqual([{ kind: 'NAME', startChar: 0, endChar: 3 }]);
  expect(harness.finals(call.id, 1).slice(-2)).toMatchObject([
    { text: 'w8.', sentiment: 'POSITIVE', sentimentScore: 5, sentimentEngine: 'amazon-transcribe' },
    {
      text: 'w9.',
      sentiment: 'NEGATIVE',
      sentimentScore: -5,
      issues: [{ startChar: 0, endChar: 2, startMs: 5_400, endMs: 5_600 }],
    },
  ]);
  expect(harness.of('category.matched', call.id).map(({ data }) => data)).toEqual([
    {
      category: 'Cancellation',
      isAlert: true,
      segmentId: customer[2]?.segmentId,
      track: 0,
      participantId: customer[2]?.participantId,
      role: customer[2]?.role,
      atMs: 3_600,
    },
  ]);
  expect(server.sessions.map(({ isAnalytics }) => isAnalytics)).toEqual([true]);
  expect(server.problems).toEqual([]);
});

it('refuses to start with options that do not go together', async () => {
  await createEngines();
  const starting = createEngines({ TRANSCRIBE_LANGUAGE_MODE: 'identify-language' });
  await expect(starting).rejects.toMatchObject({ code: 'SPEECH_OPTIONS_INVALID' });
});

it('has no engine without a region', async () => {
  const { engine, reason } = (await createEngines({ AWS_REGION: undefined })).choose();
  expect({ engine, reason }).toEqual({ engine: null, reason: 'not amazon-transcribe: AWS_REGION is not set' });
});
