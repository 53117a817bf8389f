import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createSpeechEngines, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import {
  CapturingLogger,
  CapturingMetrics,
  startVosk,
  TurnClock,
  type VoskFault,
  type VoskServer,
} from '@earshot/testing';
import { tmpdir } from 'node:os';
import { Harness } from './harness.js';
import { TestCall, type Burst } from './test-call.js';

let server: VoskServer;
let engines: SpeechEngines;
let clock: TurnClock;
let harness: Harness | undefined;

beforeEach(async () => {
  server = await startVosk();
  clock = new TurnClock(1);
  engines = await createSpeechEngines(speechConfigSchema.parse({ SPEECH_ENGINE: 'vosk', VOSK_URL: server.url }), {
    dataDir: tmpdir(),
    logger: new CapturingLogger(),
    metrics: new CapturingMetrics(),
    clock,
  });
});
afterEach(async () => {
  await harness?.close();
  harness = undefined;
  await engines.close();
  clock.stop();
  await server.dispose();
});

const bursts: readonly Burst[] = [
  { track: 0, startMs: 500, level: 3 },
  { track: 1, startMs: 1_200, level: 4 },
  { track: 0, startMs: 2_000, level: 5 },
  { track: 1, startMs: 3_000, level: 6 },
  { track: 0, startMs: 3_600, level: 7 },
  { track: 1, startMs: 4_400, level: 8 },
];

const cases: readonly { name: string; faults: readonly VoskFault[]; streams: number }[] = [
  { name: 'nothing', faults: [], streams: 2 },
  { name: 'a clean close', faults: [{ kind: 'closes-cleanly', afterMs: 2_500 }], streams: 3 },
  {
    name: 'two resets, then 503',
    faults: [
      { kind: 'resets', afterMs: 3_300 },
      { kind: 'resets', afterMs: 2_100 },
      { kind: 'refuses', status: 503 },
    ],
    streams: 4,
  },
  { name: 'garbage', faults: [{ kind: 'sends-garbage', afterMs: 1_000 }], streams: 3 },
];

it.each(cases)('a call has each word once, on both tracks: $name', async ({ faults, streams }) => {
  // The start of the engine has opened a stream already.
  const before = server.sessions.length;
  server.faults.push(...faults);
  harness = await Harness.start({ engines });
  const call = new TestCall(harness, `call-${streams}-${faults.length}`, { bursts });
  await call.open();
  await call.talkUntil(5_000);
  await call.close();
  await harness.completed(call.id);
  const finals = [0, 1].map((track) =>
    harness!.finals(call.id, track).map(({ text, startMs, endMs }) => `${startMs}-${endMs} ${text}`),
  );
  expect(finals).toEqual([
    ['500-700 w3', '2000-2200 w5', '3600-3800 w7'],
    ['1200-1400 w4', '3000-3200 w6', '4400-4600 w8'],
  ]);
  expect(server.sessions.length - before).toBe(streams);
  expect(harness.of('transcript.gap', call.id)).toEqual([]);
  expect(server.problems).toEqual([]);
});
