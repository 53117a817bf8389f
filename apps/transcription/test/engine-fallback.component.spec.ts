import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createSpeechEngines,
  EngineHealth,
  generatedUtterances,
  speechConfigSchema,
  withFallback,
  type SpeechEngines,
} from '@earshot/speech';
import type { SpeechEngine } from '@earshot/ports';
import {
  CapturingLogger,
  CapturingMetrics,
  fakeTranscribeCredentials,
  startAmazonTranscribe,
  TurnClock,
  type TranscribeServer,
} from '@earshot/testing';
import { tmpdir } from 'node:os';
import { DyingEngine, type Death } from './dying-engine.js';
import { Harness } from './harness.js';
import { TestCall } from './test-call.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const UNTIL_MS = 30_000;
const PAUSE_MS = 20_000;
const quickFailures = { EARSHOT_ENGINE_HANG_MS: 1_000, EARSHOT_ENGINE_MAX_FAILURES: 3 };

let clock: TurnClock;
let engines: SpeechEngines;
let harness: Harness;
const createEngines = async (settings: Record<string, string>) =>
  (engines = await createSpeechEngines(speechConfigSchema.parse(settings), {
    dataDir: tmpdir(),
    logger: new CapturingLogger(),
    metrics: new CapturingMetrics(),
    clock,
  }));
beforeEach(() => {
  clock = new TurnClock(20);
});
afterEach(async () => {
  await harness.close();
  await engines.close();
  clock.stop();
});

async function playCall(id: string, script?: string): Promise<TestCall> {
  const call = new TestCall(harness, id, { sampleRateHz: 4_000, ...(script !== undefined && { script }) });
  await call.open();
  await call.talkUntil(UNTIL_MS);
  await call.close();
  await harness.completed(call.id);
  return call;
}

const finalsOf = ({ id }: TestCall, track: number) =>
  harness.finals(id, track).map(({ segmentId, startMs, endMs, text }) => ({ segmentId, startMs, endMs, text }));
const enginesOf = ({ id }: TestCall, track: number) => [
  ...new Set(harness.finals(id, track).map(({ engine }) => engine)),
];
const problemsOf = ({ id }: TestCall) =>
  harness.of('processing.failed', id).filter(({ data }) => data.code === 'SPEECH_ENGINE_REPLACED');

function expectEverySecondCovered({ id }: TestCall): void {
  for (const track of [0, 1]) {
    const tiles = harness.tiles(id, track);
    expect([tiles[0]?.fromMs, tiles.at(-1)?.toMs]).toEqual([0, UNTIL_MS]);
    expect(tiles.every(({ as }) => as === 'covered')).toBe(true);
  }
}

describe('a call whose engines die', () => {
  /** The words and times that an undisturbed engine gives. */
  async function playUndisturbed(id: string) {
    harness = await Harness.start({ engines, clock });
    const call = await playCall(id);
    const finals = [0, 1].map((track) => finalsOf(call, track));
    await harness.close();
    return finals;
  }

  const inOrder = (candidates: readonly SpeechEngine[]) => {
    const health = new EngineHealth(clock, PAUSE_MS);
    const choose = withFallback(
      candidates.map((engine) => ({ name: engine.name, current: () => ({ engine, reason: 'it runs' }) })),
      health,
    );
    return {
      choose: (_: string | undefined, excluded?: ReadonlySet<string>) => choose(excluded),
      reportFailed: (engine: string, callId: string) => health.reportFailed(engine, callId),
      reportWorking: (engine: string, callId: string) => health.reportWorking(engine, callId),
    };
  };

  it.each<[Death, Death]>([
    ['resets', 'closes-early'],
    ['closes-early', 'hangs'],
    ['hangs', 'answers-429'],
    ['answers-429', 'resets'],
  ])('goes on with the third engine as if nothing had happened: %s, then %s', async (firstDeath, secondDeath) => {
    const scripted = (await createEngines({ SPEECH_ENGINE: 'scripted' })).choose().engine!;
    const id = `dies-${firstDeath}`;
    const undisturbed = await playUndisturbed(id);
    expect(undisturbed.map((finals) => finals.map(({ text }) => text))).toEqual(
      [0, 1].map((track) => generatedUtterances(id, track, 0, UNTIL_MS).map(({ text }) => text)),
    );

    const first = new DyingEngine('first', scripted, firstDeath, 11_300);
    const second = new DyingEngine('second', scripted, secondDeath, 19_700);
    const third = new DyingEngine('third', scripted, 'resets', Infinity);
    first.pricePerMinute = 0.024;
    third.pricePerMinute = 0.01;
    harness = await Harness.start({ engines: inOrder([first, second, third]), clock, config: quickFailures });
    const call = await playCall(id);

    expect([0, 1].map((track) => finalsOf(call, track))).toEqual(undisturbed);
    expectEverySecondCovered(call);
    const covered = harness.of('transcript.covered', call.id).map(({ data }) => data);
    for (const { name, pricePerMinute } of [first, second, third])
      expect(new Set(covered.filter(({ engine }) => engine === name).map((span) => span.pricePerMinute))).toEqual(
        new Set([pricePerMinute]),
      );
    for (const track of [0, 1]) expect(enginesOf(call, track)).toEqual(['first', 'second', 'third']);
    expect(problemsOf(call).map(({ data }) => data.message)).toEqual([
      'The speech engine first could not go on with this call. second goes on where it stopped.',
      'The speech engine second could not go on with this call. third goes on where it stopped.',
    ]);
    expect(harness.of('transcript.engine-selected', call.id).map(({ data }) => data.engine)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(harness.metrics.values.get('earshot_transcription_engine_fallbacks_total')).toBe(2);
    await harness.acknowledged('calls.audio');
  });

  it('is alone with them: new calls avoid them, and return to them after the pause', async () => {
    const scripted = (await createEngines({ SPEECH_ENGINE: 'scripted' })).choose().engine!;
    const first = new DyingEngine('first', scripted, 'resets', 11_300);
    const spare = new DyingEngine('spare', scripted, 'resets', Infinity);
    harness = await Harness.start({ engines: inOrder([first, spare]), clock, config: quickFailures });
    expect(enginesOf(await playCall('one'), 0)).toEqual(['first', 'spare']);
    const opened = first.openedAtMs.length;

    expect(enginesOf(await playCall('two'), 0)).toEqual(['spare']);
    expect(first.openedAtMs).toHaveLength(opened);

    first.isDead = false;
    for (const endMs = clock.nowMs() + PAUSE_MS; clock.nowMs() < endMs;) await new Promise(setImmediate);
    expect(enginesOf(await playCall('three'), 0)).toEqual(['first']);
  });
});

describe('SPEECH_ENGINE=amazon-transcribe,scripted', () => {
  const earlier = { ...process.env };
  let server: TranscribeServer;
  afterEach(async () => {
    process.env = earlier;
    await server.dispose();
  });

  beforeEach(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = fakeTranscribeCredentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = fakeTranscribeCredentials.secretAccessKey;
    server = await startAmazonTranscribe();
  });

  it('gives a call beyond the quota of the service the second engine at once, and no gap', async () => {
    const settings = { AWS_REGION: 'eu-central-1', TRANSCRIBE_ENDPOINT: server.endpoint };
    const quota = { SPEECH_MAX_STREAMS: 'amazon-transcribe=1', SPEECH_STARTS_PER_SECOND: 'amazon-transcribe=25' };
    await createEngines({ SPEECH_ENGINE: 'amazon-transcribe,scripted', ...settings, ...quota });
    harness = await Harness.start({ engines, clock });
    const bursts = [0, 1].map((track) => ({ track, startMs: 1_000 + track * 2_000, level: 3 + track }));
    const calls = ['one', 'two'].map((id) => new TestCall(harness, id, { bursts }));
    // Both choose their engine before either has a stream.
    await Promise.all(calls.map((call) => call.open()));
    await Promise.all(calls.map((call) => call.talkUntil(UNTIL_MS)));
    await Promise.all(calls.map((call) => call.close()));
    await Promise.all(calls.map(({ id }) => harness.completed(id)));

    const used = calls.map((call) => [0, 1].map((track) => enginesOf(call, track)));
    expect(new Set(used.map(([first]) => first?.join()))).toEqual(new Set(['amazon-transcribe', 'scripted']));
    for (const [first, second] of used) expect(second).toEqual(first);
    for (const call of calls) expectEverySecondCovered(call);
    expect(server.sessions).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
    expect(engines.choose()).toMatchObject({ engine: { name: 'amazon-transcribe' } });
  });

  it('goes on with the second engine when the service dies in mid-call', async () => {
    server.faults.push(
      { kind: 'resets', afterMs: 9_000 },
      ...Array.from({ length: 100 }, () => ({ kind: 'busy' }) as const),
    );
    const settings = { AWS_REGION: 'eu-central-1', TRANSCRIBE_ENDPOINT: server.endpoint };
    await createEngines({ SPEECH_ENGINE: 'amazon-transcribe,scripted', ...settings });
    // Amazon's client waits up to 15 s itself while the service is busy.
    harness = await Harness.start({ engines, clock, config: { ...quickFailures, EARSHOT_ENGINE_HANG_MS: 60_000 } });
    const bursts = [
      { track: 0, startMs: 1_000, level: 3 },
      { track: 1, startMs: 2_000, level: 4 },
      { track: 0, startMs: 5_000, level: 5 },
    ];
    const call = new TestCall(harness, 'service', { bursts });
    await call.open();
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.completed(call.id);

    const heardByAmazon = (track: number) =>
      harness.finals(call.id, track).flatMap(({ engine, text }) => (engine === 'amazon-transcribe' ? [text] : []));
    expect([heardByAmazon(0), heardByAmazon(1)]).toEqual([['w3.', 'w5.'], ['w4.']]);
    for (const track of [0, 1]) {
      expect(enginesOf(call, track)).toEqual(['amazon-transcribe', 'scripted']);
      // The script goes on where Amazon stopped, in the middle of an utterance, with each utterance once.
      const script = generatedUtterances('service', track, 0, UNTIL_MS).map(({ text }) => text);
      const [first = '', ...rest] = harness
        .finals(call.id, track)
        .flatMap(({ engine, text }) => (engine === 'scripted' ? [text] : []));
      expect(rest.length).toBeGreaterThanOrEqual(5);
      expect(rest).toEqual(script.slice(-rest.length));
      expect(script.at(-rest.length - 1)).toMatch(new RegExp(`${first}$`));
    }
    expectEverySecondCovered(call);
    expect(problemsOf(call)).toHaveLength(1);
    expect(engines.choose()).toMatchObject({
      engine: { name: 'scripted' },
      reason: expect.stringMatching(/; not amazon-transcribe: it failed lately$/),
    });
  });
});
