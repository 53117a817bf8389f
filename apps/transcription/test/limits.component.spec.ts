import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { exampleCustomer } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { Failure } from '@earshot/ports';
import { systemClock } from '@earshot/runtime';
import { ManualClock } from '@earshot/testing';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const dialogue: readonly Burst[] = [
  { track: 0, startMs: 500, level: 1 },
  { track: 1, startMs: 1_600, level: 2 },
  { track: 0, startMs: 3_000, level: 3 },
  { track: 0, startMs: 3_400, level: 4 },
];
let harness: Harness;
afterEach(() => harness.close());

const texts = (call: TestCall) =>
  harness
    .finals(call.id)
    .map(({ text }) => text)
    .sort();
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
/** Memory after a garbage collection. Without it, a reading depends on the time of the last collection. */
const afterCollection = async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // Unused buffers are freed in the background; the next collection counts them as free.
  await turn();
  collect();
  return process.memoryUsage();
};

describe('the acknowledgement of an audio message', () => {
  it('waits until the audio of the message is covered on both tracks', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'acks', { bursts: dialogue });
    await call.open();
    await call.talkUntil(3_700);
    await harness.until(() =>
      harness.of('transcript.segment').some(({ data }) => data.isPartial && data.text === 'w3 w4'),
    );
    // The customer is in the middle of an utterance: the audio after the first final is held.
    const coveredMs = Math.max(...harness.tiles(call.id, 0).map(({ toMs }) => toMs));
    expect(coveredMs).toBeLessThan(3_000);
    expect(harness.bus.heldMessages('calls.audio')).toBeGreaterThanOrEqual((3_700 - coveredMs) / 100);
    await call.talkUntil(4_500);
    await harness.until(() => harness.finals(call.id, 0).length === 2);
    await call.close();
    await harness.completed(call.id);
    await harness.acknowledged('calls.audio');
  });

  it('comes in order and without loss when the bus takes events again', async () => {
    let refusals = 5;
    class UnreliableBus extends EmbeddedEventBus {
      override async publish(...args: Parameters<EmbeddedEventBus['publish']>): Promise<void> {
        if (args[0] === 'calls.transcript' && (refusals -= 1) >= 0)
          throw new Failure('BUS_UNAVAILABLE', 'not now', { retryable: true });
        return super.publish(...args);
      }
    }
    harness = await Harness.start({ engines: only(new ToneEngine()), bus: new UnreliableBus(systemClock) });
    const call = new TestCall(harness, 'refused', { bursts: dialogue });
    await call.open();
    await call.talkUntil(5_000);
    await call.close();
    await harness.completed(call.id);
    expect(texts(call)).toEqual(['w1', 'w2', 'w3 w4']);
    expect(harness.tiles(call.id, 1).at(-1)?.toMs).toBe(5_000);
  });
});

describe('a slow engine', () => {
  it('of one call does not delay another call', async () => {
    const engine = new ToneEngine();
    engine.pace = (_, { callId }) => (callId === 'slow' ? new Promise(() => {}) : Promise.resolve());
    harness = await Harness.start({ engines: only(engine), config: { EARSHOT_REPLAY_SECONDS: 10 } });
    const slow = new TestCall(harness, 'slow', { bursts: dialogue });
    await slow.open();
    await slow.talkUntil(60_000);
    const quick = new TestCall(harness, 'quick', { bursts: dialogue });
    await quick.open();
    await quick.talkUntil(5_000);
    await quick.close();
    await harness.completed(quick.id);
    expect(texts(quick)).toEqual(['w1', 'w2', 'w3 w4']);
    expect(harness.finals(slow.id)).toHaveLength(0);
  });

  it('that stays slow turns its oldest audio into a gap and transcribes the rest, and the call completes', async () => {
    const clock = new ManualClock();
    const engine = new ToneEngine();
    // Half as fast as the audio.
    engine.pace = (ms) => new Promise((resolve) => clock.schedule(ms * 2, resolve));
    harness = await Harness.start({
      engines: only(engine),
      clock,
      config: { EARSHOT_REPLAY_SECONDS: 10, EARSHOT_ENGINE_PATIENCE_MS: 2_000, EARSHOT_ENGINE_HANG_MS: 60_000 },
    });
    const call = new TestCall(harness, 'half-speed', {
      bursts: [
        { track: 0, startMs: 1_000, level: 1 },
        { track: 0, startMs: 59_000, level: 2 },
      ],
    });
    await call.open();
    await call.talkUntil(60_000);
    await call.close();
    let done = false;
    void harness.completed(call.id).then(() => (done = true));
    for (let step = 0; step < 3_000 && !done; step++) await clock.advance(100);
    expect(done).toBe(true);
    const tiles = harness.tiles(call.id, 0);
    expect([tiles[0]?.fromMs, tiles.at(-1)?.toMs]).toEqual([0, 60_000]);
    expect(new Set(tiles.map(({ as }) => as))).toEqual(new Set(['covered', 'ENGINE_OVERLOADED']));
    expect(texts(call)).toEqual(['w1', 'w2']);
    expect(harness.metrics.values.get('earshot_transcription_gap_seconds_total')).toBeGreaterThan(5);
  });
});

describe('a long call', () => {
  it('of six hours, sent as fast as possible, keeps the memory flat and the clock right', async () => {
    const engine = new ToneEngine();
    harness = await Harness.start({ engines: only(engine) });
    const hours = 6;
    const bursts = Array.from(
      { length: hours * 12 },
      (_, index) => ({ track: 0, startMs: index * 300_000 + 7_000, level: (index % 30) + 1 }) as const,
    );
    const call = new TestCall(harness, 'long', { bursts, sampleRateHz: 4_000, onTracks: [exampleCustomer] });
    await call.open();
    const heapMb: number[] = [];
    for (let hour = 1; hour <= hours; hour++) {
      await call.talkUntil(hour * 3_600_000, 5_000);
      const expectedFinals = hour * 12;
      await harness.until(() => harness.finalCount === expectedFinals);
      const { heapUsed, arrayBuffers } = await afterCollection();
      heapMb.push((heapUsed + arrayBuffers) / 1e6);
    }
    await call.close();
    await harness.completed(call.id);
    const finals = harness.finals(call.id);
    expect(finals.map(({ startMs, text }) => [startMs, text])).toEqual(
      bursts.map(({ startMs, level }) => [startMs, `w${level}`]),
    );
    expect(engine.opened).toHaveLength(1);
    expect(harness.tiles(call.id, 0).at(-1)?.toMs).toBe(hours * 3_600_000);
    // The call has 173 MB of samples, 29 MB an hour: kept samples would show.
    expect((heapMb.at(-1) ?? NaN) - (heapMb[0] ?? NaN)).toBeLessThan(15);
  }, 300_000);
});

describe('bounds', () => {
  it('let a call wait on the bus while too many calls are transcribed', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()), config: { EARSHOT_MAX_TRANSCRIBED_CALLS: 1 } });
    const [first, second] = ['first', 'second'].map((id) => new TestCall(harness, id, { bursts: dialogue }));
    if (first === undefined || second === undefined) throw new Error('two calls');
    await first.open();
    await second.open();
    await second.talkUntil(5_000);
    await second.close();
    await harness.until(() => harness.of('transcript.engine-selected', first.id).length === 1);
    await turn();
    expect(harness.of('transcript.engine-selected', second.id)).toHaveLength(0);
    await first.close();
    await harness.completed(second.id);
    expect(texts(second)).toEqual(['w1', 'w2', 'w3 w4']);
  });

  it('complete a call that sends no audio, and open it again when audio comes', async () => {
    const clock = new ManualClock();
    harness = await Harness.start({ engines: only(new ToneEngine()), clock, config: { EARSHOT_IDLE_CALL_MS: 60_000 } });
    const call = new TestCall(harness, 'idle', { bursts: dialogue });
    await call.open();
    await call.talkUntil(2_500);
    for (let minute = 0; minute < 3; minute++) await clock.advance(30_000);
    await harness.completed(call.id);
    await harness.acknowledged('calls.audio');
    await turn();
    await call.talkUntil(5_000);
    await call.close();
    await harness.until(() => harness.of('transcript.completed', call.id).length === 2);
    expect(texts(call)).toEqual(['w1', 'w2', 'w3 w4']);
    expect(harness.tiles(call.id, 1).at(-1)?.toMs).toBe(5_000);
  });
});

describe('a drain', () => {
  it('publishes the last results, and the next owner continues from there', async () => {
    const engine = new ToneEngine();
    harness = await Harness.start({ engines: only(engine) });
    const call = new TestCall(harness, 'drained', { bursts: dialogue });
    await call.open();
    await call.talkUntil(3_250);
    await harness.until(() => harness.of('transcript.segment').some(({ data }) => data.text === 'w3'));
    await harness.stopTranscription();
    expect(texts(call)).toEqual(['w1', 'w2', 'w3']);
    expect(harness.of('transcript.completed')).toHaveLength(0);
    expect(engine.openStreams).toBe(0);
    await call.talkUntil(5_000);
    await call.close();
    await harness.startTranscription({ engines: only(engine) });
    await harness.completed(call.id);
    expect(texts(call)).toEqual(['w1', 'w2', 'w3', 'w4']);
    expect(harness.tiles(call.id, 0).at(-1)?.toMs).toBe(5_000);
    expect(new Set(harness.finals(call.id).map(({ segmentId }) => segmentId)).size).toBe(4);
    await harness.acknowledged('calls.audio');
  });

  it('transcribes the audio that it received', async () => {
    const engine = new ToneEngine();
    let go: () => void = () => {};
    const started = new Promise<void>((resolve) => (go = resolve));
    engine.pace = () => started;
    harness = await Harness.start({ engines: only(engine), config: { EARSHOT_DRAIN_FLUSH_MS: 4_000 } });
    const call = new TestCall(harness, 'behind', { bursts: dialogue });
    await call.open();
    await call.talkUntil(5_000);
    await harness.until(() => engine.openStreams === 2 || harness.of('transcript.engine-selected').length === 1);
    await turn();
    const stopping = harness.stopTranscription();
    go();
    await stopping;
    expect(texts(call)).toEqual(['w1', 'w2', 'w3 w4']);
    expect(harness.tiles(call.id, 1).at(-1)?.toMs).toBe(5_000);
    await harness.acknowledged('calls.audio');
  });

  it('does not wait for an engine that hangs: the next owner gets its audio', async () => {
    const engine = new ToneEngine('tone', null, [{ kind: 'hangs', track: 0 }]);
    harness = await Harness.start({ engines: only(engine) });
    const call = new TestCall(harness, 'stuck', { bursts: dialogue });
    await call.open();
    await call.talkUntil(5_000);
    await call.close();
    await harness.until(() => harness.finals(call.id, 1).length === 1);
    await harness.stopTranscription();
    expect(engine.openStreams).toBe(0);
    await harness.startTranscription({ engines: only(engine) });
    await harness.completed(call.id);
    expect(harness.finals(call.id, 0).map(({ text }) => text)).toEqual(['w1', 'w3 w4']);
  });
});
