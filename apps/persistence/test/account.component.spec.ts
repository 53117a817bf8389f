import { makeEvent, type EarshotEvent, type EventData, type JsonEventType } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { Recordings } from '@earshot/recordings';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callLife, END_MS, FRAME_SAMPLES, FRAMES, RATE } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

/** Frames of a call that arrive before its connection is lost. */
const ARRIVED = 30;
const LOST_AT_MS = ARRIVED * 100;

describe('the account of a call', () => {
  let storage: TestStorage;
  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  const handleAll = async (replica: TestReplica, events: readonly EarshotEvent[]) => {
    for (const event of events) await replica.handle(event);
  };
  const event = <T extends JsonEventType>(id: string, type: T, data: EventData<T>): EarshotEvent =>
    makeEvent(type, callId(id), data, { id: `${type}-${id}`, occurredAtMs: 1_700_000_000_000 }) as EarshotEvent;

  /** A call whose connection is lost after three seconds. Each track is transcribed up to there. */
  const lostCall = (id: string): EarshotEvent[] => {
    const { audio, lifecycle } = callLife(callId(id));
    // Without its own end: stream opened, a gap, stream opened again, and the frames up to the loss.
    const arrived = audio.filter(
      (one) => one.type !== 'stream.closed' && !('sequence' in one && one.sequence >= ARRIVED),
    );
    const covered = [0, 1].flatMap((track) => [
      event(id, 'transcript.covered', { track, fromMs: 0, toMs: 2_000, engine: 'scripted' }),
      event(id, 'transcript.gap', { track, fromMs: 2_000, toMs: 2_500, reason: 'CONNECTION_LOST' }),
      event(id, 'transcript.covered', { track, fromMs: 2_500, toMs: LOST_AT_MS, engine: 'scripted' }),
    ]);
    return [...lifecycle.filter(({ type }) => type !== 'call.ended'), ...arrived, ...covered];
  };
  const expectExact = ({ ledger }: Awaited<ReturnType<TestStorage['view']>>) => {
    expect(ledger).toHaveLength(2);
    for (const { receivedMs, transcribedMs, gapMs, openMs } of ledger)
      expect([openMs, transcribedMs + gapMs]).toEqual([0, receivedMs]);
  };

  it('of an interrupted call has the part that never came, and says where the call was lost', async () => {
    const replica = storage.startReplica();
    const [endSample, lostSample] = [FRAMES * FRAME_SAMPLES, ARRIVED * FRAME_SAMPLES];
    const lost = { sampleRateHz: RATE, fromSample: lostSample, toSample: endSample };
    await handleAll(replica, [
      ...lostCall('lost'),
      event('lost', 'audio.gap-declared', { ...lost, reason: 'CONNECTION_LOST' }),
      event('lost', 'stream.closed', { sampleRateHz: RATE, endSample, reason: 'INTERRUPTED' }),
      event('lost', 'call.ended', { endedAtMs: 1_700_000_000_000 + END_MS, durationMs: END_MS, reason: 'INTERRUPTED' }),
      event('lost', 'transcript.completed', { durationMs: END_MS }),
    ]);
    const view = await storage.view(callId('lost'));
    expect(view).toMatchObject({ status: 'INTERRUPTED', lostAtMs: LOST_AT_MS, durationMs: END_MS });
    expectExact(view);
    for (const { gaps, receivedMs } of view.ledger) {
      expect(receivedMs).toBe(END_MS);
      expect(gaps.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
        [2_000, 2_500],
        [LOST_AT_MS, END_MS],
      ]);
    }
    expect(view.recording).toEqual({ durationMs: END_MS, failures: [] });
    expect(replica.metrics.values.get('earshot_ledger_mismatch_calls_total')).toBe(0);
    await replica.persistence.close();
  });

  it('of a track has the gaps of that track alone, though its audio came with silence in their place', async () => {
    const replica = storage.startReplica();
    const { audio, lifecycle } = callLife(callId('one-leg'));
    const [fromSample, toSample] = [10 * FRAME_SAMPLES, 15 * FRAME_SAMPLES];
    const gap = event('one-leg', 'audio.gap-declared', {
      sampleRateHz: RATE,
      fromSample,
      toSample: fromSample,
      someTracks: { tracks: [1], toSample },
      reason: 'FRAMES_LOST',
      trackCount: 2,
    });
    const transcribed = [0, 1].map((track) =>
      event('one-leg', 'transcript.covered', { track, fromMs: 0, toMs: END_MS, engine: 'scripted' }),
    );
    const completed = event('one-leg', 'transcript.completed', { durationMs: END_MS });
    // The gap may come before its frames or after them, and twice.
    const withGap = audio.flatMap((one) => ('sequence' in one && [10, 16].includes(one.sequence) ? [gap, one] : [one]));
    await handleAll(replica, [...lifecycle, ...withGap, ...transcribed, completed]);
    const view = await storage.view(callId('one-leg'));
    expectExact(view);
    const audioGaps = view.ledger.map(({ gaps }) =>
      gaps.filter(({ reason }) => reason === 'FRAMES_LOST').map(({ fromMs, toMs }) => [fromMs, toMs]),
    );
    expect(audioGaps).toEqual([[], [[1_000, 1_500]]]);
  });

  it('of an abandoned call ends with its audio, and what nobody accounted for is a gap', async () => {
    const replica = storage.startReplica();
    const events = lostCall('abandoned');
    await handleAll(replica, events.slice(0, -1));
    for (let passedMs = 0; passedMs < 600_000; passedMs += 5_000) {
      await replica.clock.advance(5_000);
      await replica.persistence.completer.completeAbandonedCalls();
    }
    const view = await storage.view(callId('abandoned'));
    expect(view).toMatchObject({ status: 'INTERRUPTED', lostAtMs: LOST_AT_MS, durationMs: LOST_AT_MS });
    expectExact(view);
    // The last covered span of track 1 never came.
    expect(view.ledger.map(({ transcribedMs }) => transcribedMs)).toEqual([2_500, 2_000]);
    expect(view.ledger[1]?.gaps.at(-1)).toMatchObject({ fromMs: 2_500, toMs: LOST_AT_MS, reason: 'PROCESS_LOST' });
    await replica.persistence.close();
  });

  it('of a call whose recording failed from a point on has that span, and the tracks stay exact', async () => {
    const disk = storage.recordings();
    let isFull = false;
    const recordings: Recordings = {
      find: (call) => disk.find(call),
      finish: (call) => disk.finish(call),
      eraseSamples: (call, select) => disk.eraseSamples(call, select),
      removeRecording: (call) => disk.removeRecording(call),
      open: async (call, format) => {
        const writer = await disk.open(call, format);
        return new Proxy(writer, {
          get: (target, name: keyof typeof writer) =>
            name === 'append' && isFull
              ? () => Promise.reject(new Failure('RECORDING_IO_FAILED', 'ENOSPC', { retryable: true }))
              : typeof target[name] === 'function'
                ? (target[name] as () => unknown).bind(target)
                : target[name],
        });
      },
    };
    const replica = storage.startReplica({ recordings });
    const life = callLife(callId('full'));
    await handleAll(replica, life.audio.slice(0, 16));
    isFull = true;
    for (const one of life.audio.slice(16)) {
      for (let attempt = 1; attempt <= 6; attempt++) {
        const isHandled = await replica.handle(one).then(
          () => true,
          () => false,
        );
        if (isHandled) break;
      }
    }
    await handleAll(replica, [...life.lifecycle, ...life.insight]);
    const view = await storage.view(callId('full'));
    expect(view).toMatchObject({ status: 'ENDED', lostAtMs: null });
    const durationMs = view.recording?.durationMs ?? 0;
    expect(durationMs).toBeGreaterThanOrEqual(1_500);
    expect(durationMs).toBeLessThan(END_MS);
    expect(view.recording?.failures).toEqual([{ fromMs: durationMs, toMs: END_MS }]);
    expectExact(view);
    expect(view.problems.map(({ code }) => code)).toContain('RECORDING_FAILED');
    await replica.persistence.close();
  });
});
