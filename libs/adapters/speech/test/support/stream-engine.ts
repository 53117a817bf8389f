import { describe, expect, it } from '@jest/globals';
import type { Clock, SpeechEngine, SpeechStreamOptions } from '@earshot/ports';
import { eventually, ManualClock, speechEngineConformance } from '@earshot/testing';
import { openObserved, textsOf, writeAll, type ObservedStream } from './open-observed.js';

const SAMPLES_PER_MS = 8;
const FRAME_MS = 100;

/** The local server of an engine that opens a WebSocket for each track. */
interface StreamServer {
  readonly handshakes: number;
  readonly problems: readonly string[];
  readonly faults: { push(fault: { kind: 'hangs' | 'slow-open'; afterMs?: number }): unknown };
  open(): void;
}

/** An engine with the server and the speech of its tests. */
export interface StreamEngineTest {
  /** The server of the running test. */
  server(): StreamServer;
  /** Creates the engine of the running test. */
  createEngine(clock?: Clock): SpeechEngine;
  /** The engine of the running test. */
  engine(): SpeechEngine;
  /** At 8 kHz. */
  readonly speech: Int16Array;
  /** The finals of the speech, with their times. */
  readonly spoken: readonly string[];
}

export function describeConformance(name: string, test: StreamEngineTest): void {
  describe(`${name} conforms to the port`, () => {
    it.each(speechEngineConformance)(
      '$promise',
      async ({ run }) => {
        const { speech } = test;
        await run(() => ({ engine: test.createEngine(), speech, sampleRateHz: 8_000, patienceMs: 20_000 }));
        expect(test.server().problems).toEqual([]);
      },
      30_000,
    );
  });
}

const openStream = (test: StreamEngineTest, changes: Partial<SpeechStreamOptions> = {}) =>
  openObserved(test.engine(), changes);

/** Writes the speech until the stream fails, or until `untilMs`, and ends the stream. Resolves with the end's rejection. */
export async function breakStream(
  test: StreamEngineTest,
  untilMs = Infinity,
): Promise<{ observed: ObservedStream; end: unknown }> {
  const observed = await openStream(test);
  await writeAll(observed, test.speech.subarray(0, untilMs * SAMPLES_PER_MS)).catch(() => undefined);
  if (untilMs < Infinity) await eventually(() => observed.failures.length > 0, 'the failure');
  const end = await observed.stream.end().catch((error: unknown) => error);
  return { observed, end };
}

/** The audio that is not covered goes to another stream, as the supervisor of a track does it. Resolves with all texts. */
export async function resumeSpeech(test: StreamEngineTest, observed: ObservedStream): Promise<string[]> {
  const finalMs = Math.max(observed.coveredMs(), observed.finals().at(-1)?.endMs ?? 0);
  const next = await openStream(test, { startMs: finalMs });
  await writeAll(next, test.speech, finalMs * SAMPLES_PER_MS);
  await next.stream.end();
  return [...observed.finals(), ...next.finals()].map(({ text }) => text);
}

/** The texts of the whole speech. */
export const textsOfSpeech = ({ spoken }: StreamEngineTest): string[] =>
  spoken.map((line) => line.slice(line.indexOf(' ') + 1));

/** The server has a fault at `faultAtMs` of the audio, or after its end: the stream fails once, and every word comes once. */
export async function expectNoWordLost(
  test: StreamEngineTest,
  code: string,
  faultAtMs: number | undefined,
): Promise<void> {
  const { observed, end } = await breakStream(test, faultAtMs === undefined ? Infinity : faultAtMs + FRAME_MS);
  expect(observed.failures).toMatchObject([{ code, retryable: true }]);
  expect(end).toMatchObject({ code });
  expect(await resumeSpeech(test, observed)).toEqual(textsOfSpeech(test));
  expect(test.server().problems).toEqual([]);
}

/** A server that gives nothing gets ten seconds of audio, and `overMs` that are on their way; then writes wait. */
export async function expectWritesWait(test: StreamEngineTest, overMs: number): Promise<void> {
  test.server().faults.push({ kind: 'hangs', afterMs: 100 });
  const observed = await openStream(test);
  let writtenMs = 0;
  const writing = (async () => {
    for (; writtenMs < 20_000; writtenMs += FRAME_MS)
      await observed.stream.write(new Int16Array(FRAME_MS * SAMPLES_PER_MS));
  })().catch(() => undefined);
  await eventually(() => writtenMs >= 10_000, 'ten seconds');
  await new Promise((resolve) => setImmediate(resolve));
  expect(writtenMs).toBeLessThanOrEqual(10_000 + overMs);
  await observed.stream.abort();
  await writing;
}

/** A stream may take nine seconds to open, and not ten. */
export async function expectOpenLimit(test: StreamEngineTest): Promise<void> {
  const clock = new ManualClock();
  test.createEngine(clock);
  const server = test.server();
  server.faults.push({ kind: 'slow-open' });
  server.faults.push({ kind: 'slow-open' });
  const opening = openStream(test);
  await eventually(() => server.handshakes === 1, 'the handshake');
  await clock.advance(9_000);
  server.open();
  const observed = await opening;
  await writeAll(observed, test.speech);
  await observed.stream.end();
  expect(textsOf(observed)).toEqual(test.spoken);
  const late = openStream(test).catch((error: unknown) => error);
  await eventually(() => server.handshakes === 2, 'the second handshake');
  await clock.advance(10_000);
  expect(await late).toMatchObject({ code: 'SPEECH_STREAM_LOST', retryable: true });
}
