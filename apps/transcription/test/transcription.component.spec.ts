import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { exampleAgent } from '@earshot/contracts';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine, type Fault } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const dialogue: readonly Burst[] = [
  { track: 0, startMs: 500, level: 1 },
  { track: 0, startMs: 800, level: 2 },
  { track: 1, startMs: 1_600, level: 11 },
  { track: 1, startMs: 1_900, level: 12 },
  { track: 1, startMs: 2_200, level: 13 },
  { track: 0, startMs: 3_000, level: 3 },
  { track: 0, startMs: 3_300, level: 4 },
  { track: 0, startMs: 3_650, level: 5 },
  { track: 1, startMs: 4_500, level: 14 },
  { track: 0, startMs: 5_200, level: 6 },
];

let harness: Harness;
afterEach(() => harness.close());

const play = async (call: TestCall, untilMs = 6_000): Promise<void> => {
  await call.open();
  await call.talkUntil(untilMs);
  await call.close();
  await harness.completed(call.id);
};
const finalsOf = (call: TestCall, track?: number) =>
  harness.finals(call.id, track).map(({ segmentId, text, startMs, endMs }) => ({ segmentId, text, startMs, endMs }));

describe('a call', () => {
  it('keeps the id and the times of a segment from the first partial to the final, on both tracks', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'one', { bursts: dialogue });
    await play(call);
    expect(finalsOf(call, 0)).toEqual([
      { segmentId: '0-0-0', text: 'w1 w2', startMs: 500, endMs: 1_000 },
      { segmentId: '0-0-1', text: 'w3 w4 w5', startMs: 3_000, endMs: 3_850 },
      { segmentId: '0-0-2', text: 'w6', startMs: 5_200, endMs: 5_400 },
    ]);
    expect(finalsOf(call, 1).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['1-0-0', 'w11 w12 w13'],
      ['1-0-1', 'w14'],
    ]);
    const second = harness.of('transcript.segment', call.id).filter(({ data }) => data.segmentId === '0-0-1');
    expect(second.map(({ data }) => [data.revision, data.isPartial, data.text, data.startMs])).toEqual([
      [10_001, true, 'w3', 3_000],
      [10_002, true, 'w3 w4', 3_000],
      [10_003, true, 'w3 w4 w5', 3_000],
      [10_004, false, 'w3 w4 w5', 3_000],
    ]);
    expect(harness.of('transcript.engine-selected', call.id).map(({ data }) => data)).toEqual([
      { engine: 'tone', reason: 'the only one' },
    ]);
  });

  it('withdraws the partials of an utterance that was no speech, and covers its audio', async () => {
    const engine = new ToneEngine();
    engine.isRubbish = (text) => text === 'w3 w4 w5';
    harness = await Harness.start({ engines: only(engine) });
    const call = new TestCall(harness, 'rubbish', { bursts: dialogue });
    await play(call);
    expect(finalsOf(call, 0).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['0-0-0', 'w1 w2'],
      ['0-0-1', 'w6'],
    ]);
    const second = harness.of('transcript.segment', call.id).filter(({ data }) => data.segmentId === '0-0-1');
    expect(second.map(({ data }) => [data.revision, data.isPartial, data.text])).toEqual([
      [10_001, true, 'w3'],
      [10_002, true, 'w3 w4'],
      [10_003, true, 'w3 w4 w5'],
      [10_004, true, ''],
      [10_005, true, 'w6'],
      [10_006, false, 'w6'],
    ]);
    expect(harness.tiles(call.id, 0).every(({ as }) => as === 'covered')).toBe(true);
  });

  it('accounts for every moment, publishes a final before its span, and completes last', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'tiles', { bursts: dialogue });
    await play(call, 20_000);
    for (const track of [0, 1]) {
      const tiles = harness.tiles(call.id, track);
      expect(tiles[0]?.fromMs).toBe(0);
      expect(tiles.at(-1)?.toMs).toBe(20_000);
      expect(tiles.every((tile) => tile.as === 'covered' && tile.toMs - tile.fromMs <= 6_100)).toBe(true);
    }
    const order = harness.events.filter((event) => event.callId === call.id);
    for (const final of harness.finals(call.id)) {
      const at = order.findIndex((event) => event.type === 'transcript.segment' && event.data === final);
      const span = order.findIndex(
        (event) =>
          event.type === 'transcript.covered' && event.data.track === final.track && event.data.toMs >= final.endMs,
      );
      expect(span).toBeGreaterThan(at);
    }
    expect(order.at(-1)).toMatchObject({ type: 'transcript.completed', data: { durationMs: 20_000 } });
    await harness.acknowledged('calls.audio');
  });

  it('is not begun again by late messages', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'late', { bursts: dialogue });
    await play(call);
    await call.close();
    await call.frame(0, 800);
    await call.open();
    const other = new TestCall(harness, 'after');
    await play(other, 500);
    await harness.bus.waitUntilHandled(2_000);
    expect(harness.of('transcript.completed', call.id)).toHaveLength(1);
    expect(harness.finals(call.id)).toHaveLength(5);
    await harness.acknowledged('calls.audio');
  });

  it('may have one track, no audio, or a later start', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const agentAlone = dialogue.filter(({ track }) => track === 1).map((burst) => ({ ...burst, track: 0 }));
    const mono = new TestCall(harness, 'mono', { bursts: agentAlone, onTracks: [exampleAgent] });
    await play(mono);
    expect(finalsOf(mono).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['0-0-0', 'w11 w12 w13'],
      ['0-0-1', 'w14'],
    ]);
    const empty = new TestCall(harness, 'empty');
    await play(empty, 0);
    expect(harness.of('transcript.completed', empty.id)[0]?.data.durationMs).toBe(0);
    const resumed = new TestCall(harness, 'resumed', { bursts: dialogue });
    await resumed.open(2_500 * 8);
    await resumed.talkUntil(6_000);
    await resumed.close();
    await harness.completed(resumed.id);
    expect(finalsOf(resumed, 0).map(({ segmentId, startMs }) => [segmentId, startMs])).toEqual([
      ['0-2500-0', 3_000],
      ['0-2500-1', 5_200],
    ]);
    // What came before reached another process, if any.
    expect(harness.tiles(resumed.id, 1)[0]).toEqual({ fromMs: 0, toMs: 2_500, as: 'PROCESS_LOST' });
    expect(harness.of('processing.failed')).toHaveLength(0);
  });

  it('of which only the end is known ends where its message says', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'only-the-end');
    call.positionSample = 2_500 * 8;
    await call.close();
    await harness.completed(call.id);
    expect(harness.of('transcript.completed', call.id)[0]?.data.durationMs).toBe(2_500);
    await harness.acknowledged('calls.audio');
  });

  it('may begin with a frame in its middle', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'moved', { bursts: dialogue });
    call.positionSample = 2_500 * 8;
    await call.talkUntil(6_000);
    await call.close();
    await harness.completed(call.id);
    expect(finalsOf(call, 0).map(({ text }) => text)).toEqual(['w3 w4 w5', 'w6']);
  });
});

describe('the clock', () => {
  it.each([8_000, 16_000, 44_100, 48_000])(
    'is right within 20 ms at %i Hz with an engine of 16 kHz, also after an engine failure',
    async (sampleRateHz) => {
      const faults: Fault[] = [{ kind: 'closes-cleanly', afterMs: 3_400, track: 0 }];
      harness = await Harness.start({ engines: only(new ToneEngine('tone', 16_000, faults)) });
      const call = new TestCall(harness, `rate-${sampleRateHz}`, { bursts: dialogue, sampleRateHz });
      await play(call);
      const words = harness.finals(call.id).flatMap((final) => final.words);
      expect(words).toHaveLength(dialogue.length);
      for (const burst of dialogue) {
        const word = words.find(({ text }) => text === `w${burst.level}`);
        expect(Math.abs((word?.startMs ?? NaN) - burst.startMs)).toBeLessThan(20);
        expect(Math.abs((word?.endMs ?? NaN) - burst.startMs - 200)).toBeLessThan(20);
      }
      expect(harness.tiles(call.id, 1).at(-1)?.toMs).toBe(6_000);
    },
  );
});

describe('an engine that fails', () => {
  const undisturbed = async (): Promise<unknown> => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'calm', { bursts: dialogue });
    await play(call);
    const finals = finalsOf(call, 0).concat(finalsOf(call, 1));
    await harness.close();
    return finals;
  };

  it.each<[string, Fault[]]>([
    ['reports a failure in mid-utterance', [{ kind: 'reports-failure', afterMs: 3_400 }]],
    ['is closed cleanly by its provider', [{ kind: 'closes-cleanly', afterMs: 3_400 }]],
    ['rejects a write', [{ kind: 'rejects-write', afterMs: 3_400 }]],
    ['hangs', [{ kind: 'hangs', afterMs: 3_400 }]],
    ['hangs at the end', [{ kind: 'hangs-at-end' }]],
    ['refuses to open at first', [{ kind: 'refuses-to-open' }, { kind: 'refuses-to-open' }]],
    ['never opens', [{ kind: 'never-opens' }]],
    [
      'fails again and again',
      [
        { kind: 'reports-failure', afterMs: 900 },
        { kind: 'rejects-write', afterMs: 700 },
        { kind: 'closes-cleanly', afterMs: 2_000 },
      ],
    ],
  ])('and %s loses and doubles nothing', async (_, faults) => {
    const expected = await undisturbed();
    const engine = new ToneEngine(
      'tone',
      null,
      faults.flatMap(
        (fault) =>
          [
            { ...fault, track: 0 },
            { ...fault, track: 1 },
          ] as const,
      ),
    );
    harness = await Harness.start({ engines: only(engine), config: { EARSHOT_ENGINE_HANG_MS: 100 } });
    const call = new TestCall(harness, 'calm', { bursts: dialogue });
    await play(call);
    expect(finalsOf(call, 0).concat(finalsOf(call, 1))).toEqual(expected);
    for (const track of [0, 1]) {
      const tiles = harness.tiles(call.id, track);
      expect([tiles[0]?.fromMs, tiles.at(-1)?.toMs]).toEqual([0, 6_000]);
      expect(tiles.every(({ as }) => as === 'covered')).toBe(true);
    }
    const problems = harness.of('processing.failed', call.id);
    expect(problems).toHaveLength(2);
    expect(problems[0]?.data).toMatchObject({ stage: 'transcription' });
    expect(engine.openStreams).toBe(0);
    await harness.acknowledged('calls.audio');
  });

  it('on one track does not touch the other', async () => {
    const faults: Fault[] = [{ kind: 'hangs', track: 1 }];
    harness = await Harness.start({
      engines: only(new ToneEngine('tone', null, faults)),
      config: { EARSHOT_ENGINE_HANG_MS: 60_000 },
    });
    const call = new TestCall(harness, 'one-track', { bursts: dialogue });
    await call.open();
    await call.talkUntil(6_000);
    await harness.until(() => harness.finals(call.id, 0).length === 3);
    expect(harness.finals(call.id, 1)).toHaveLength(0);
    expect(harness.bus.heldMessages('calls.audio')).toBe(60);
  });

  it('for good is replaced by another engine, and the call says so', async () => {
    const dead = new ToneEngine(
      'dead',
      null,
      Array.from({ length: 100 }, () => ({ kind: 'rejects-write', afterMs: 1_500 }) as const),
    );
    const spare = new ToneEngine('spare');
    const engines = {
      choose: (requested?: string) =>
        requested === 'dead' ? { engine: dead, reason: 'asked for' } : { engine: spare, reason: 'spare' },
    };
    harness = await Harness.start({ engines, config: { EARSHOT_ENGINE_MAX_FAILURES: 2 } });
    const call = new TestCall(harness, 'fallback', { bursts: dialogue, requestedEngine: 'dead' });
    await play(call);
    expect(finalsOf(call, 0).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['0-0-0', 'w1 w2'],
      ['0-0-1', 'w3 w4 w5'],
      ['0-0-2', 'w6'],
    ]);
    expect(harness.of('transcript.engine-selected', call.id).map(({ data }) => data.engine)).toEqual(['dead', 'spare']);
    expect(harness.finals(call.id).at(-1)?.engine).toBe('spare');
  });

  it('for good without another engine leaves gaps, is tried again, and the call completes', async () => {
    const engine = new ToneEngine(
      'tone',
      null,
      Array.from({ length: 4 }, () => ({ kind: 'rejects-write', track: 0 }) as const),
    );
    harness = await Harness.start({
      engines: only(engine),
      config: { EARSHOT_ENGINE_MAX_FAILURES: 2, EARSHOT_ENGINE_RETRY_MS: 100 },
    });
    const call = new TestCall(harness, 'outage', {
      bursts: [...dialogue, { track: 0, startMs: 31_000, level: 9 }],
    });
    await call.open();
    // Less than one outage gap is left over, so each attempt has audio to fail on.
    await call.talkUntil(25_000);
    await harness.until(() => engine.faults.length === 0);
    await call.talkUntil(40_000);
    await call.close();
    await harness.completed(call.id);
    const tiles = harness.tiles(call.id, 0);
    expect(tiles[0]).toMatchObject({ fromMs: 0, as: 'ENGINE_FAILED' });
    expect(tiles.at(-1)).toMatchObject({ toMs: 40_000, as: 'covered' });
    expect(finalsOf(call, 0).map(({ text }) => text)).toContain('w9');
    expect(harness.finals(call.id, 1)).toHaveLength(2);
    expect(harness.of('processing.failed', call.id)).toHaveLength(1);
  });
});

describe('a call without an engine', () => {
  it('gets gaps of ten seconds and completes', async () => {
    harness = await Harness.start({ engines: only(null) });
    const call = new TestCall(harness, 'none');
    await play(call, 25_000);
    for (const track of [0, 1]) {
      expect(harness.tiles(call.id, track)).toEqual([
        { fromMs: 0, toMs: 10_000, as: 'NO_SPEECH_ENGINE' },
        { fromMs: 10_000, toMs: 20_000, as: 'NO_SPEECH_ENGINE' },
        { fromMs: 20_000, toMs: 25_000, as: 'NO_SPEECH_ENGINE' },
      ]);
    }
    expect(harness.of('transcript.engine-selected', call.id)[0]?.data).toEqual({
      engine: null,
      reason: 'none is installed',
    });
    expect(harness.of('transcript.completed', call.id)[0]?.data.durationMs).toBe(25_000);
    await harness.acknowledged('calls.audio');
  });
});

describe('a hole in the audio', () => {
  it('that is declared ends the utterance and begins a new stint', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'gap', { bursts: dialogue });
    await call.open();
    await call.talkUntil(3_550);
    await call.gap(5_000);
    await call.open(call.positionSample);
    await call.talkUntil(6_000);
    await call.close();
    await harness.completed(call.id);
    expect(finalsOf(call, 0).map(({ segmentId, text }) => [segmentId, text])).toEqual([
      ['0-0-0', 'w1 w2'],
      ['0-0-1', 'w3 w4'],
      ['0-5000-0', 'w6'],
    ]);
    for (const track of [0, 1]) {
      expect(harness.tiles(call.id, track).filter(({ as }) => as !== 'covered')).toEqual([
        { fromMs: 3_550, toMs: 5_000, as: 'CONNECTION_LOST' },
      ]);
    }
    expect(harness.of('transcript.engine-selected', call.id)).toHaveLength(1);
  });

  it('of one track leaves the words of all tracks whole, and does not cut the engine off', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'one-leg', { bursts: dialogue });
    await call.open();
    await call.talkUntil(3_550);
    await call.trackGap(5_000, [1]);
    await call.talkUntil(6_000);
    await call.close();
    await harness.completed(call.id);
    expect(finalsOf(call, 0).map(({ segmentId }) => segmentId)).toEqual(['0-0-0', '0-0-1', '0-0-2']);
    for (const track of [0, 1]) expect(harness.tiles(call.id, track).every(({ as }) => as === 'covered')).toBe(true);
    await harness.acknowledged('calls.audio');
  });

  it('that nobody declared is found, and audio that comes twice or late is dropped', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'messy', { bursts: dialogue });
    await call.open();
    await call.talkUntil(1_300);
    await call.frame(4_000, 800);
    await call.frame(call.positionSample - 400, 1_200);
    call.positionSample += 800;
    call.positionSample = 8 * 2_600;
    await call.talkUntil(2_800);
    await call.frame(8 * 1_500, 800);
    await call.talkUntil(6_000);
    await call.close();
    await harness.completed(call.id);
    expect(finalsOf(call, 0).map(({ text }) => text)).toEqual(['w1 w2', 'w3 w4 w5', 'w6']);
    for (const track of [0, 1]) {
      const tiles = harness.tiles(call.id, track);
      expect(tiles.filter(({ as }) => as !== 'covered')).toEqual([{ fromMs: 1_400, toMs: 2_600, as: 'FRAMES_LOST' }]);
      expect(tiles.at(-1)?.toMs).toBe(6_000);
    }
    await harness.acknowledged('calls.audio');
  });

  it('before a late close is declared, and audio of another rate is left out', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'tail');
    await call.open();
    await call.talkUntil(1_000);
    await harness.publish('calls.audio', { ...call.frameEvent(8_000, 800), sampleRateHz: 16_000 });
    call.positionSample = 16_000;
    await call.close();
    await harness.completed(call.id);
    expect(harness.tiles(call.id, 1).at(-1)).toEqual({ fromMs: 1_000, toMs: 2_000, as: 'FRAMES_LOST' });
    expect(harness.of('processing.failed', call.id).map(({ data }) => data.code)).toEqual(['AUDIO_FORMAT_CHANGED']);
  });
});
