import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { callIdSchema, makeEvent, type EventData, type EventOf } from '@earshot/contracts';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, InMemoryTranscriptProgress } from '@earshot/testing';
import { createTranscription } from '../src/create-transcription.js';
import { settingsOf, transcriptionConfigSchema } from '../src/transcription.config.js';
import { Harness, nothingUnfinished, only, quick } from './harness.js';
import { recordedCall } from './recorded-call.js';
import type { Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const DURATION_MS = 60_000;
const bursts: readonly Burst[] = Array.from({ length: 28 }, (_, at) => ({
  track: at % 2,
  startMs: 500 + at * 2_100,
  level: at + 1,
}));
const id = callIdSchema.parse('overlapping');
const recordings = recordedCall(id, DURATION_MS, { bursts });
const wordsOn = (track: number) => bursts.filter((burst) => burst.track === track).map(({ level }) => `w${level}`);

let harness: Harness;
afterEach(() => harness.close());

const makeRequest = (requestId: string, fromMs: number, toMs: number, isAutomatic = false) =>
  makeEvent(
    'transcription.requested',
    id,
    {
      spans: [0, 1].map((track) => ({ track, fromMs, toMs })),
      assignments: [],
      ...(isAutomatic && { isAutomatic }),
    },
    { id: requestId, occurredAtMs: 0 },
  ) as EventOf<'transcription.requested'>;
const request = (...parameters: Parameters<typeof makeRequest>) =>
  harness.publish('calls.lifecycle', makeRequest(...parameters));

/** The transcript as readers see it: the newest revision of each segment. */
function transcriptOf(track: number): string[] {
  const newest = new Map<string, EventData<'transcript.segment'>>();
  for (const final of harness.finals(id, track)) {
    if (final.revision > (newest.get(final.segmentId)?.revision ?? 0)) newest.set(final.segmentId, final);
  }
  return [...newest.values()].sort((a, b) => a.startMs - b.startMs).map(({ text }) => text);
}

const expectEachWordOnce = () => {
  for (const track of [0, 1]) expect(transcriptOf(track)).toEqual(wordsOn(track));
};

/** An engine that waits once, before the audio of a track after `afterMs`. */
function stallingEngine(track: number, afterMs: number) {
  const engine = new ToneEngine();
  let writtenMs = 0;
  let resume = () => {};
  const resumed = new Promise<void>((resolve) => (resume = resolve));
  let reportStalled = () => {};
  const stalled = new Promise<void>((resolve) => (reportStalled = resolve));
  engine.pace = async (ms, options) => {
    if (options.track !== track) return;
    writtenMs += ms;
    if (writtenMs < afterMs) return;
    reportStalled();
    await resumed;
  };
  return { engine, stalled, resume };
}

describe('requests that overlap', () => {
  it('transcribe each word once: a manual one while the automatic one runs', async () => {
    const { engine, stalled, resume } = stallingEngine(1, 20_000);
    harness = await Harness.start({ engines: only(engine), recordings });
    await request('automatic', 0, DURATION_MS, true);
    await stalled;
    // The page still shows these gaps, so a person asks for them.
    await request('manual', 7_300, DURATION_MS);
    await request('manual-again', 31_000, 42_000);
    resume();
    await harness.acknowledged('calls.lifecycle');
    expectEachWordOnce();
  });

  it('transcribe each word once when another process takes the requests in the middle of the first one', async () => {
    const { engine, stalled, resume } = stallingEngine(0, 30_000);
    harness = await Harness.start({ engines: only(engine), recordings });
    await request('automatic', 0, DURATION_MS, true);
    await request('manual', 7_300, DURATION_MS);
    await stalled;
    await harness.stopTranscription();
    resume();
    await harness.startTranscription({ engines: only(new ToneEngine()), recordings });
    await harness.acknowledged('calls.lifecycle');
    expectEachWordOnce();
  });

  it('transcribe each word once in two processes at the same time', async () => {
    harness = await Harness.start({ engines: only(null) });
    const progress = new InMemoryTranscriptProgress();
    let ids = 0;
    const startProcess = (engine: ToneEngine) => {
      const process = {
        bus: harness.bus,
        clock: systemClock,
        logger: new CapturingLogger(),
        metrics: new CapturingMetrics(),
        newId: () => `id-${(ids += 1)}`,
      };
      const settings = settingsOf(transcriptionConfigSchema.parse(quick));
      const adapters = { engines: only(engine), recordings, progress, unfinished: nothingUnfinished };
      return createTranscription(settings, process, adapters);
    };
    const { engine, stalled, resume } = stallingEngine(0, 30_000);
    const [first, second] = [startProcess(engine), startProcess(new ToneEngine())];
    const isDone = new Set<string>();
    const delivery = (name: string) => ({
      lost: new AbortController().signal,
      acknowledge: () => void isDone.add(name),
    });
    first.backfills.addRequest(makeRequest('automatic', 0, DURATION_MS, true), delivery('automatic'));
    await stalled;
    second.backfills.addRequest(makeRequest('manual', 7_300, DURATION_MS), delivery('manual'));
    await harness.until(() => harness.of('transcript.completed', id).length > 0);
    resume();
    while (isDone.size < 2) await new Promise<void>((resolve) => setTimeout(resolve, 2));
    expectEachWordOnce();
    await Promise.all([first, second].map(({ calls, backfills }) => Promise.all([calls.drain(), backfills.drain()])));
  });

  it('continue an interrupted span under its id, although an earlier span comes in between', async () => {
    const engine = new ToneEngine(
      'tone',
      null,
      Array.from({ length: 5 }, () => ({ kind: 'rejects-write', afterMs: 9_900 })),
    );
    harness = await Harness.start({ engines: only(engine), recordings, config: { EARSHOT_ENGINE_MAX_FAILURES: 1 } });
    await request('fails', 20_000, DURATION_MS);
    await harness.until(() => harness.of('processing.failed', id).length > 0);
    engine.faults.length = 0;
    await request('whole', 0, DURATION_MS);
    await harness.acknowledged('calls.lifecycle');
    expectEachWordOnce();
  });

  it('are answered at once when everything is transcribed', async () => {
    const engine = new ToneEngine();
    harness = await Harness.start({ engines: only(engine), recordings });
    await request('first', 0, DURATION_MS);
    await harness.acknowledged('calls.lifecycle');
    const opened = engine.opened.length;
    await request('second', 1_000, 50_000);
    await harness.acknowledged('calls.lifecycle');
    expect(engine.opened).toHaveLength(opened);
    expect(harness.of('transcript.completed', id)).toHaveLength(1);
  });
});
