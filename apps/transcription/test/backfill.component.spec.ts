import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { callIdSchema, exampleSpeaker, makeEvent, type EarshotEvent, type TrackAssignment } from '@earshot/contracts';
import { Harness, only } from './harness.js';
import type { Burst } from './test-call.js';
import { recordedCall } from './recorded-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const bursts: readonly Burst[] = [
  { track: 0, startMs: 500, level: 1 },
  { track: 0, startMs: 12_000, level: 2 },
  { track: 1, startMs: 13_000, level: 3 },
  { track: 0, startMs: 25_000, level: 4 },
];
const id = callIdSchema.parse('recorded');
let harness: Harness;
afterEach(() => harness.close());

const assignments: readonly TrackAssignment[] = [
  { ...exampleSpeaker('CUSTOMER'), fromMs: 0 },
  { ...exampleSpeaker('SUPERVISOR'), track: 0, fromMs: 12_100 },
];
const request = (...spans: { track: number; fromMs: number; toMs: number }[]) =>
  harness.publish(
    'calls.lifecycle',
    makeEvent(
      'transcription.requested',
      id,
      { spans, assignments: [...assignments] },
      { id: 'r', occurredAtMs: 0 },
    ) as EarshotEvent,
  );

describe('recorded audio', () => {
  it.each([8_000, 44_100])(
    'of %i Hz is transcribed span by span, finals only, and the transcript completed again',
    async (sampleRateHz) => {
      const recordings = recordedCall(id, 30_000, { bursts, sampleRateHz });
      harness = await Harness.start({ engines: only(new ToneEngine('tone', 16_000)), recordings });
      await request(
        { track: 0, fromMs: 10_000, toMs: 20_000 },
        { track: 1, fromMs: 10_000, toMs: 20_000 },
        { track: 0, fromMs: 24_000, toMs: 40_000 },
      );
      await harness.completed(id);
      expect(
        harness.of('transcript.segment', id).map(({ data }) => [data.segmentId, data.isPartial, data.text]),
      ).toEqual([
        ['0-10000-0', false, 'w2'],
        ['1-10000-0', false, 'w3'],
        ['0-24000-0', false, 'w4'],
      ]);
      expect(Math.abs((harness.finals(id, 1)[0]?.startMs ?? NaN) - 13_000)).toBeLessThan(20);
      const covered = harness.of('transcript.covered', id).map(({ data }) => data);
      expect(covered.filter(({ track }) => track === 1).at(-1)?.toMs).toBe(20_000);
      expect(covered.at(-1)?.toMs).toBe(30_000);
      expect(harness.of('transcript.completed', id)[0]?.data.durationMs).toBe(30_000);
      expect(recordings.reads).toHaveLength(4);
      await harness.acknowledged('calls.lifecycle');
    },
  );

  it('belongs to the participant who was on its track, whatever the order of the spans', async () => {
    harness = await Harness.start({
      engines: only(new ToneEngine()),
      recordings: recordedCall(id, 30_000, { bursts }),
    });
    await request(
      { track: 0, fromMs: 24_000, toMs: 30_000 },
      { track: 0, fromMs: 0, toMs: 20_000 },
      { track: 1, fromMs: 0, toMs: 20_000 },
    );
    await harness.completed(id);
    expect(
      harness.finals(id).map(({ text, track, participantId, role }) => [text, track, participantId, role]),
    ).toEqual([
      ['w4', 0, 'supervisor', 'SUPERVISOR'],
      ['w1', 0, 'customer', 'CUSTOMER'],
      // The word began before the supervisor came.
      ['w2', 0, 'customer', 'CUSTOMER'],
      ['w3', 1, 'track-1', 'UNKNOWN'],
    ]);
  });

  it('of a track that the recording does not have gets an answer', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()), recordings: recordedCall(id, 1_000, {}) });
    await request({ track: 2, fromMs: 0, toMs: 1_000 });
    await harness.until(() => harness.of('processing.failed', id).length > 0);
    expect(harness.of('processing.failed', id)[0]?.data).toMatchObject({ code: 'RECORDING_UNREADABLE' });
    await harness.acknowledged('calls.lifecycle');
  });

  it('that is longer than the replay buffer waits for a slow engine and loses nothing', async () => {
    const engine = new ToneEngine();
    engine.pace = () => new Promise((resolve) => setImmediate(resolve));
    harness = await Harness.start({
      engines: only(engine),
      recordings: recordedCall(id, 120_000, { bursts }),
      config: { EARSHOT_REPLAY_SECONDS: 10, EARSHOT_ENGINE_PATIENCE_MS: 1 },
    });
    await request({ track: 0, fromMs: 0, toMs: 120_000 });
    await harness.completed(id);
    expect(harness.finals(id).map(({ text }) => text)).toEqual(['w1', 'w2', 'w4']);
    expect(harness.of('transcript.gap', id)).toHaveLength(0);
  });

  it('survives an engine failure', async () => {
    const engine = new ToneEngine('tone', null, [{ kind: 'reports-failure', afterMs: 12_100 }]);
    harness = await Harness.start({ engines: only(engine), recordings: recordedCall(id, 30_000, { bursts }) });
    await request({ track: 0, fromMs: 0, toMs: 30_000 });
    await harness.completed(id);
    expect(harness.finals(id).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['0-0-0', 'w1'],
      ['0-0-1', 'w2'],
      ['0-0-2', 'w4'],
    ]);
  });

  it.each([
    ['NO_SPEECH_ENGINE', null, recordedCall(id, 1_000, {})],
    ['RECORDING_NOT_FOUND', new ToneEngine(), recordedCall('another', 1_000, {})],
  ])('that cannot be transcribed is answered with %s', async (code, engine, recordings) => {
    harness = await Harness.start({ engines: only(engine), recordings });
    await request({ track: 0, fromMs: 0, toMs: 1_000 });
    await harness.until(() => harness.of('processing.failed', id).length > 0);
    expect(harness.of('processing.failed', id)[0]?.data).toMatchObject({ stage: 'transcription', code });
    await harness.acknowledged('calls.lifecycle');
  });
});
