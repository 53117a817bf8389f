import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createSpeechEngines, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import { CapturingLogger, CapturingMetrics, TurnClock } from '@earshot/testing';
import { tmpdir } from 'node:os';
import { Harness } from './harness.js';
import { TestCall, type Burst } from './test-call.js';

/** Six words of two people in turn. */
export const sixWords: readonly Burst[] = [
  { track: 0, startMs: 500, level: 3 },
  { track: 1, startMs: 1_200, level: 4 },
  { track: 0, startMs: 2_000, level: 5 },
  { track: 1, startMs: 3_000, level: 6 },
  { track: 0, startMs: 3_600, level: 7 },
  { track: 1, startMs: 4_400, level: 8 },
];

/** Plays the six words as one call until its transcript is complete, and expects each of them once, on its track. */
export async function expectWholeCall(harness: Harness, callId: string, endOfText: '' | '.'): Promise<void> {
  const call = new TestCall(harness, callId, { bursts: sixWords });
  await call.open();
  await call.talkUntil(5_000);
  await call.close();
  await harness.completed(call.id);
  const finals = [0, 1].map((track) =>
    harness.finals(call.id, track).map(({ text, startMs, endMs }) => `${startMs}-${endMs} ${text}`),
  );
  const spoken = [
    ['500-700 w3', '2000-2200 w5', '3600-3800 w7'],
    ['1200-1400 w4', '3000-3200 w6', '4400-4600 w8'],
  ];
  expect(finals).toEqual(spoken.map((texts) => texts.map((text) => text + endOfText)));
  expect(harness.of('transcript.gap', call.id)).toEqual([]);
}

/** The local server of an engine that opens one stream for each track. */
interface StreamServer<Fault> {
  readonly sessions: readonly unknown[];
  readonly problems: readonly string[];
  readonly faults: Fault[];
  dispose(): Promise<void>;
}

interface StreamService<Server> {
  start(): Promise<Server>;
  settingsOf(server: Server): Record<string, string>;
  readonly endOfText: '' | '.';
}

/** `streams`: how many streams the faults lead to. */
interface FaultCase<Fault> {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly streams: number;
}

/** Declares a test for each case: whatever the server does, a call has each word once. */
export function itKeepsWholeCalls<Fault, Server extends StreamServer<Fault>>(
  service: StreamService<Server>,
  cases: readonly FaultCase<Fault>[],
): void {
  let server: Server;
  let engines: SpeechEngines;
  let clock: TurnClock;
  let harness: Harness | undefined;

  beforeEach(async () => {
    server = await service.start();
    clock = new TurnClock(1);
    engines = await createSpeechEngines(speechConfigSchema.parse(service.settingsOf(server)), {
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

  it.each(cases)('a call has each word once, on both tracks: $name', async ({ faults, streams }) => {
    // The start of the engine has opened a stream already.
    const before = server.sessions.length;
    server.faults.push(...faults);
    harness = await Harness.start({ engines });
    await expectWholeCall(harness, `call-${streams}-${faults.length}`, service.endOfText);
    expect(server.sessions.length - before).toBe(streams);
    expect(server.problems).toEqual([]);
  });
}
