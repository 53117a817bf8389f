import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { callIdSchema, exampleSpeaker, makeEvent, type EarshotEvent, type EventData } from '@earshot/contracts';
import { SpanSet } from '@earshot/domain';
import type { RecordingStore, TranscriptProgressStore } from '@earshot/ports';
import { InMemoryTranscriptProgress, ManualClock } from '@earshot/testing';
import type { SpeechEngines } from '../src/engine/engine-choice.js';
import { beginTrack } from '../src/ownership/begin-progress.js';
import { Harness, noRecordings, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { recordedCall } from './recorded-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const bursts: readonly Burst[] = [
  { track: 0, startMs: 500, level: 1 },
  { track: 1, startMs: 3_000, level: 2 },
  { track: 0, startMs: 12_000, level: 3 },
  { track: 1, startMs: 14_000, level: 4 },
];
const UNTIL_MS = 20_000;
const id = callIdSchema.parse('outage');
const quickRetry = { EARSHOT_ENGINE_RETRY_MS: 20 };
let harness: Harness;
afterEach(() => harness.close());

/** An engine that is installed when a test says so. */
function lateEngine(): { engines: SpeechEngines; engine: ToneEngine; install(): void } {
  const engine = new ToneEngine();
  let isInstalled = false;
  return {
    engine,
    engines: { choose: () => (isInstalled ? { engine, reason: 'installed' } : { engine: null, reason: 'not yet' }) },
    install: () => (isInstalled = true),
  };
}

/** A recording that is complete some time after the call. */
function lateRecording(recordings: RecordingStore, misses: number): RecordingStore & { misses: number } {
  const late = {
    ...recordings,
    misses,
    find: (callId: Parameters<RecordingStore['find']>[0]) =>
      (late.misses -= 1) >= 0 ? Promise.resolve(null) : recordings.find(callId),
  };
  return late;
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 2));
const play = async (): Promise<TestCall> => {
  const call = new TestCall(harness, id, { bursts });
  await call.open();
  await call.talkUntil(UNTIL_MS);
  await call.close();
  await harness.until(() => harness.of('transcript.completed', id).length === 1);
  return call;
};
const textsOf = (track: number) => harness.finals(id, track).map(({ text }) => text);
/** Spans of a track that no engine covered. */
function uncoveredMs(track: number) {
  const covered = harness.of('transcript.covered', id).filter(({ data }) => data.track === track);
  const spans = new SpanSet(covered.map(({ data }) => ({ from: data.fromMs, to: data.toMs })));
  return new SpanSet([{ from: 0, to: UNTIL_MS }]).minus(spans).spans;
}
const requests = () => harness.of('transcription.requested', id).map(({ data }) => data);

describe('audio that no engine transcribed during a call', () => {
  it('is requested once, when the call is over', async () => {
    const late = lateEngine();
    harness = await Harness.start({
      engines: late.engines,
      recordings: recordedCall(id, UNTIL_MS, { bursts }),
    });
    await play();
    await harness.until(() => requests().length > 0);
    expect(requests()).toEqual([
      {
        isAutomatic: true,
        spans: [
          { track: 0, fromMs: 0, toMs: UNTIL_MS },
          { track: 1, fromMs: 0, toMs: UNTIL_MS },
        ],
        assignments: [
          { ...exampleSpeaker('CUSTOMER'), fromMs: 0 },
          { ...exampleSpeaker('AGENT'), fromMs: 0 },
        ],
      },
    ]);
    expect(harness.finals(id)).toEqual([]);
  });

  it('is transcribed when there is a recording and an engine, and then every second is covered', async () => {
    const late = lateEngine();
    const recordings = lateRecording(recordedCall(id, UNTIL_MS, { bursts }), 1);
    harness = await Harness.start({ engines: late.engines, recordings, config: quickRetry });
    await play();
    late.install();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    for (const track of [0, 1]) {
      const covered = harness.of('transcript.covered', id).filter(({ data }) => data.track === track);
      expect([covered[0]?.data.fromMs, covered.at(-1)?.data.toMs]).toEqual([0, UNTIL_MS]);
    }
    expect(requests()).toHaveLength(1);
    expect(harness.of('processing.failed', id)).toEqual([]);
    expect(recordings.misses).toBeLessThan(0);
    await harness.acknowledged('calls.lifecycle');
  });

  it('is continued by the next process when one stops in the middle, each word once', async () => {
    const engine = new ToneEngine();
    let go = () => {};
    const started = new Promise<void>((resolve) => (go = resolve));
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    const progress = new InMemoryTranscriptProgress();
    const config = { EARSHOT_AUTO_BACKFILL: 'off' } as const;
    harness = await Harness.start({ engines: only(null), recordings, progress, config });
    await play();
    await harness.stopTranscription();
    expect(requests()).toEqual([]);
    engine.pace = async (ms, { track, startMs }) => {
      // The agent's track is second: the customer's words are published by then.
      if (track === 1 && startMs === 0) await started;
    };
    await harness.startTranscription({ engines: only(engine), recordings });
    const spans = [0, 1].map((track) => ({ track, fromMs: 0, toMs: UNTIL_MS }));
    const request = makeEvent(
      'transcription.requested',
      id,
      { spans, assignments: [] },
      { id: 'again', occurredAtMs: 0 },
    );
    await harness.publish('calls.lifecycle', request as EarshotEvent);
    while (
      progress.savedOf({ callId: id, requestId: 'recorded' })?.transcribedFromRecording?.[0]?.toSample !==
      UNTIL_MS * 8
    )
      await new Promise<void>((resolve) => setTimeout(resolve, 2));
    expect(harness.finals(id)).toHaveLength(2);
    await harness.stopTranscription();
    go();
    engine.pace = async () => {};
    await harness.startTranscription({ engines: only(engine), recordings });
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    // Only the span that was not done is transcribed again.
    expect(engine.opened.filter(({ track }) => track === 0)).toHaveLength(1);
    await harness.acknowledged('calls.lifecycle');
    await harness.publish('calls.lifecycle', request as EarshotEvent);
    await harness.acknowledged('calls.lifecycle');
    expect(harness.finals(id)).toHaveLength(4);
  });

  it('is requested by the next process if the call is over and no message of it is left', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    const clock = new ManualClock();
    const progress = new InMemoryTranscriptProgress();
    const { epoch } = await progress.take({ callId: id });
    const tracks = [0, 1].map((track) => ({ ...beginTrack(track, 15_000 * 8), isNewStint: false }));
    const untranscribed = [0, 1].map((track) => ({ track, fromMs: 2_000, toMs: 14_900 }));
    const assignments = [0, 1].map((track) => ({ ...exampleSpeaker(track === 0 ? 'CUSTOMER' : 'AGENT'), fromMs: 0 }));
    await progress.save([
      {
        callId: id,
        epoch,
        progress: { sampleRateHz: 8_000, tracks, assignments, untranscribed, isCompleted: false },
      },
    ]);
    const isUnfinished = () => progress.savedOf({ callId: id })?.isCompleted === false;
    const found = { callId: id, sampleRateHz: 8_000, trackCount: 2, endSample: UNTIL_MS * 8 };
    const unfinished = { findUnfinished: async () => (isUnfinished() ? [found] : []) };
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings, clock, progress, unfinished });
    while (requests().length === 0) await clock.advance(1_000);
    expect(requests().map(({ spans }) => spans)).toEqual([
      [0, 1]
        .flatMap((track) => [
          { track, fromMs: 2_000, toMs: 14_900 },
          { track, fromMs: 15_000, toMs: UNTIL_MS },
        ])
        .sort((a, b) => a.fromMs - b.fromMs),
    ]);
    while (harness.of('transcript.completed', id).length < 2) await clock.advance(1_000);
    expect(textsOf(0)).toEqual(['w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    expect(isUnfinished()).toBe(false);
    await clock.advance(60_000);
    expect(requests()).toHaveLength(1);
  });

  it('stays a gap without a reported problem when there is no recording', async () => {
    harness = await Harness.start({ engines: only(null), recordings: noRecordings, config: quickRetry });
    await play();
    await harness.until(() => harness.of('transcription.requested', id).length === 1);
    expect(harness.of('processing.failed', id)).toEqual([]);
    expect(requests()).toHaveLength(1);
  });

  it('is not requested of a call that is not recorded, whoever finishes it: its first start decides', async () => {
    const progress = new InMemoryTranscriptProgress();
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    const findRecording = jest.spyOn(recordings, 'find');
    harness = await Harness.start({ engines: only(null), recordings, progress, config: quickRetry });
    const call = new TestCall(harness, id, { bursts, isRecorded: false });
    await call.open();
    await call.talkUntil(10_000);
    await harness.until(() => harness.of('transcript.gap', id).length > 0);
    await harness.stopTranscription();
    await harness.startTranscription({ engines: only(null), recordings });
    const later = new TestCall(harness, id, { bursts });
    await later.open(call.positionSample);
    await later.talkUntil(UNTIL_MS);
    await later.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 1);
    await harness.acknowledged('calls.audio');
    expect(requests()).toEqual([]);
    expect(harness.of('processing.failed', id)).toEqual([]);
    expect(findRecording).not.toHaveBeenCalled();
    expect(progress.savedOf({ callId: id })).toMatchObject({ isCompleted: true, untranscribed: [] });
  });

  it('is requested after a restart, although ingest declares a gap from its older position on', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    const progress = new InMemoryTranscriptProgress();
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings, progress });
    const call = new TestCall(harness, id, { bursts });
    await call.open();
    await call.talkUntil(10_000);
    await harness.until(() => harness.finals(id).length === 2);
    // Killed: the audio until 15,000 ms was recorded, and no process transcribed it.
    await harness.stopTranscription();
    await harness.startTranscription({ engines: only(new ToneEngine()), recordings });
    await call.gap(15_000, 'PROCESS_LOST');
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    expect(uncoveredMs(0)).toEqual([]);
    expect(uncoveredMs(1)).toEqual([]);
  });

  it('keeps the id of a final whose owner died before it saved its progress', async () => {
    const bursts: readonly Burst[] = [500, 3_000, 12_000].map((startMs, at) => ({ track: 0, startMs, level: at + 1 }));
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    const progress = new InMemoryTranscriptProgress();
    let isDying = false;
    const dyingStore: TranscriptProgressStore = {
      take: (work) => progress.take(work),
      save: (saves) => (isDying ? Promise.resolve([]) : progress.save(saves)),
    };
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings, progress: dyingStore });
    const call = new TestCall(harness, id, { bursts });
    await call.open();
    await call.talkUntil(2_500);
    await harness.until(() => harness.finals(id, 0).length === 1);
    while (progress.savedOf({ callId: id })?.tracks[0]?.nextOrdinal !== 1) await nextTurn();
    isDying = true;
    await call.talkUntil(5_000);
    await harness.until(() => harness.finals(id, 0).length === 2);
    await harness.stopTranscription();
    isDying = false;
    await harness.startTranscription({ engines: only(new ToneEngine()), recordings });
    await call.gap(6_000, 'CALL_MOVED');
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    const [request] = requests();
    expect(request?.spans.filter(({ track }) => track === 0)).toEqual([
      {
        track: 0,
        fromMs: expect.any(Number),
        toMs: expect.any(Number),
        continues: { stintStartMs: 0, nextOrdinal: 1 },
      },
    ]);
    const newest = new Map<string, EventData<'transcript.segment'>>();
    for (const final of harness.finals(id, 0)) {
      expect(final.revision).toBeGreaterThan(newest.get(final.segmentId)?.revision ?? 0);
      newest.set(final.segmentId, final);
    }
    const byTime = [...newest.values()].sort((a, b) => a.startMs - b.startMs);
    expect(byTime.map(({ text }) => text)).toEqual(['w1', 'w2', 'w3']);
  });

  it('is known on every track if the first message is a gap, and the gap itself is not requested', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings });
    const call = new TestCall(harness, id, { bursts });
    call.positionSample = (5_000 * call.rateHz) / 1_000;
    await call.gap(8_000, 'CALL_MOVED');
    await call.open(call.positionSample);
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    const gaps = harness.of('transcript.gap', id).map(({ data }) => data);
    for (const track of [0, 1]) {
      expect(gaps.filter((gap) => gap.track === track)).toEqual([
        { track, fromMs: 0, toMs: 5_000, reason: 'PROCESS_LOST' },
        { track, fromMs: 5_000, toMs: 8_000, reason: 'CALL_MOVED' },
      ]);
      expect(uncoveredMs(track)).toEqual([{ from: 5_000, to: 8_000 }]);
    }
    expect(requests().map(({ spans }) => spans)).toEqual([[0, 1].map((track) => ({ track, fromMs: 0, toMs: 5_000 }))]);
    expect(textsOf(0).sort()).toEqual(['w1', 'w3']);
    expect(textsOf(1).sort()).toEqual(['w2', 'w4']);
  });

  it('is requested if frames did not come here and ingest declared no gap', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings });
    const call = new TestCall(harness, id, { bursts });
    await call.open();
    await call.talkUntil(10_000);
    call.positionSample = (15_000 * call.rateHz) / 1_000;
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    expect(uncoveredMs(0)).toEqual([]);
  });

  it('is requested if the first message comes from the middle of the call', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings });
    const call = new TestCall(harness, id, { bursts });
    call.positionSample = (13_000 * call.rateHz) / 1_000;
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(uncoveredMs(0)).toEqual([]);
    expect(uncoveredMs(1)).toEqual([]);
  });

  it('is requested on every track of the recording if only the end of the call came here', async () => {
    const recordings = recordedCall(id, UNTIL_MS, { bursts });
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings });
    const call = new TestCall(harness, id, { bursts });
    call.positionSample = (UNTIL_MS * call.rateHz) / 1_000;
    await call.close();
    await harness.until(() => harness.of('transcript.completed', id).length === 2);
    expect(textsOf(0)).toEqual(['w1', 'w3']);
    expect(textsOf(1)).toEqual(['w2', 'w4']);
    expect(uncoveredMs(1)).toEqual([]);
  });

  it('is not requested if everything was transcribed or the audio never came', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()), config: quickRetry });
    const call = new TestCall(harness, id, { bursts });
    await call.open();
    await call.talkUntil(5_000);
    await call.gap(8_000);
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.completed(id);
    await harness.acknowledged('calls.audio');
    expect(requests()).toEqual([]);
  });
});
