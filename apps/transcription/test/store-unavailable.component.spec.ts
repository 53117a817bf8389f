import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Failure, type Clock, type TranscriptProgressStore } from '@earshot/ports';
import { InMemoryTranscriptProgress, ManualClock } from '@earshot/testing';
import type { TranscriptionConfig } from '../src/transcription.config.js';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

/** A database that is unavailable for a while, for all calls or for some of them. */
class UnreliableStore implements TranscriptProgressStore {
  private readonly store = new InMemoryTranscriptProgress();
  isUnavailable: (callId: string) => boolean = () => false;
  refusals = 0;

  async take(work: Parameters<TranscriptProgressStore['take']>[0]): ReturnType<TranscriptProgressStore['take']> {
    this.refuseWhenUnavailable(work.callId);
    return this.store.take(work);
  }

  async save(saves: Parameters<TranscriptProgressStore['save']>[0]): ReturnType<TranscriptProgressStore['save']> {
    for (const { callId } of saves) this.refuseWhenUnavailable(callId);
    return this.store.save(saves);
  }

  private refuseWhenUnavailable(callId: string): void {
    if (!this.isUnavailable(callId)) return;
    this.refusals += 1;
    throw new Failure('STORE_UNAVAILABLE', 'not now', { retryable: true });
  }
}

/** An utterance every 700 ms on both tracks, of two words that come as partials. */
const chatter = (untilMs: number): Burst[] =>
  Array.from({ length: Math.floor(untilMs / 700) }, (_, at) =>
    [0, 1].flatMap((track) => [
      { track, startMs: 100 + at * 700, level: 1 + (at % 30), durationMs: 80 },
      { track, startMs: 250 + at * 700, level: 1 + ((at + 1) % 30), durationMs: 80 },
    ]),
  ).flat();

let harness: Harness;
afterEach(() => harness.close());

const start = async (config: Partial<TranscriptionConfig> = {}, clock?: Clock) => {
  const store = new UnreliableStore();
  const engine = new ToneEngine();
  harness = await Harness.start({ engines: only(engine), progress: store, config, ...(clock && { clock }) });
  return { store, engine };
};

describe('while progress cannot be saved', () => {
  it('a call that cannot be taken waits on the bus, and other calls go on', async () => {
    const { store } = await start();
    store.isUnavailable = (callId) => callId === 'waits';
    const [waits, goesOn] = ['waits', 'goes on'].map((id) => new TestCall(harness, id, { bursts: chatter(3_000) }));
    if (waits === undefined || goesOn === undefined) throw new Error('two calls');
    await waits.open();
    for (const call of [goesOn, waits]) {
      if (call === goesOn) await call.open();
      await call.talkUntil(3_000);
      await call.close();
    }
    await harness.completed(goesOn.id);
    expect(harness.of('transcript.segment', waits.id)).toHaveLength(0);
    store.isUnavailable = () => false;
    await harness.completed(waits.id);
    expect(harness.finals(waits.id)).toHaveLength(8);
    expect(store.refusals).toBeGreaterThan(0);
    await harness.acknowledged('calls.audio');
  });

  it('each track publishes partials up to its next final, keeps the rest, and then publishes it in order', async () => {
    const { store, engine } = await start();
    const call = new TestCall(harness, 'kept', { bursts: chatter(7_000) });
    await call.open();
    await call.talkUntil(300);
    await harness.until(() => harness.of('transcript.segment').length > 0);
    store.isUnavailable = () => true;
    const before = harness.bus.heldMessages('calls.audio');
    await call.talkUntil(7_000);
    await call.close();
    await harness.until(() => harness.of('transcript.segment').some(({ data }) => data.segmentId === '0-0-1'));
    // One final of a track may be published and not saved. The next final waits, and everything after it.
    for (const track of [0, 1]) expect(harness.finals(call.id, track)).toHaveLength(1);
    expect(harness.of('transcript.segment').every(({ data }) => !data.segmentId.endsWith('-2'))).toBe(true);
    expect(harness.bus.heldMessages('calls.audio')).toBeGreaterThan(before + 60);
    store.isUnavailable = () => false;
    await harness.completed(call.id);
    for (const track of [0, 1]) {
      expect(harness.finals(call.id, track).map(({ segmentId }) => segmentId.slice(1))).toEqual(
        Array.from({ length: 10 }, (_, at) => `-0-${at}`),
      );
      expect(harness.tiles(call.id, track).every(({ as }) => as === 'covered')).toBe(true);
    }
    expect(engine.opened).toHaveLength(2);
    await harness.acknowledged('calls.audio');
  });

  it.each([
    ['no audio is given up', { EARSHOT_REPLAY_SECONDS: 3, EARSHOT_ENGINE_PATIENCE_MS: 1 }, 0],
    ['no engine counts as failed', { EARSHOT_ENGINE_HANG_MS: 1_000 }, 5],
  ])(
    '%s',
    async (_, config, writeMs) => {
      const clock = new ManualClock();
      const { store, engine } = await start(config, clock);
      // Slower than the bus, so that there is audio to transcribe when nothing can be published any more.
      if (writeMs > 0) engine.pace = () => new Promise((resolve) => clock.schedule(writeMs, resolve));
      const call = new TestCall(harness, 'long', { bursts: chatter(60_000), sampleRateHz: 4_000 });
      const pass = async (untilTrue: () => boolean) => {
        for (let step = 0; step < 2_000 && !untilTrue(); step++) await clock.advance(20);
        expect(untilTrue()).toBe(true);
      };
      await call.open();
      await call.talkUntil(300);
      await pass(() => harness.of('transcript.segment').length > 0);
      store.isUnavailable = () => true;
      await call.talkUntil(60_000);
      await call.close();
      const sinceMs = clock.nowMs();
      await pass(() => clock.nowMs() - sinceMs > 10_000);
      expect(store.refusals).toBeGreaterThan(3);
      store.isUnavailable = () => false;
      await pass(() => harness.of('transcript.completed').length > 0);
      for (const track of [0, 1]) {
        expect(harness.finals(call.id, track)).toHaveLength(85);
        expect(harness.tiles(call.id, track).every(({ as }) => as === 'covered')).toBe(true);
      }
      expect(harness.of('processing.failed')).toHaveLength(0);
      expect(engine.opened).toHaveLength(2);
    },
    60_000,
  );
});
