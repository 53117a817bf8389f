import { describe, expect, it } from '@jest/globals';
import {
  callIdSchema,
  exampleAgent as agent,
  exampleCustomer as customer,
  exampleSupervisor as supervisor,
  type EarshotEvent,
} from '@earshot/contracts';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { EventDelivery } from '../bus/event-delivery.js';
import { createIngestMetrics } from '../ingest.metrics.js';
import { ByteBudget } from '../limits/byte-budget.js';
import { buildCallChain } from './build-call-chain.js';
import { CallPipeline } from './call-pipeline.js';
import type { CallStart } from './call-start.js';

const start: CallStart = {
  callId: callIdSchema.parse('c1'),
  isNewId: true,
  source: 'test',
  format: { codec: 'L16', sampleRateHz: 8_000, channelCount: 3 },
  tracks: [{ participantId: customer.id }, { participantId: agent.id }, { participantId: null }],
  participants: [customer, agent],
};
/** Silence on three tracks. */
const audio = (ms: number) => new Uint8Array(ms * 8 * 2 * 3);
const joined = { kind: 'joined', participant: supervisor } as const;
const assigned = { kind: 'assigned', track: 2, participant: supervisor } as const;

function setUp(announced = start) {
  const clock = new ManualClock();
  const budget = new ByteBudget(1_000_000, 1_000_000);
  const metrics = createIngestMetrics(new CapturingMetrics());
  const telemetry = { logger: new CapturingLogger(), metrics };
  const published: EarshotEvent[] = [];
  const publisher = { publish: async (_: string, event: EarshotEvent) => void published.push(event) };
  const delivery = new EventDelivery(publisher, 1, clock, telemetry);
  const options = {
    delivery,
    clock,
    newId: () => 'id',
    telemetry,
    stallMs: 5_000,
    longestAbsenceMs: 600_000,
    paceRate: 1.5,
    burstMs: 30_000,
  };
  const pipeline = new CallPipeline(
    announced,
    { budget, pace: { rate: 1.5, burstMs: 30_000 } },
    (callStart, buffer) => buildCallChain(callStart, buffer, options),
    clock,
    telemetry,
  );
  const receive = (ms: number) => pipeline.receiveAudio(audio(ms));
  /** Each event with its position: milliseconds on the call clock. */
  const out = async () => {
    await pipeline.publishReceived();
    return published.map((event) => {
      if (event.type === 'audio.frame') return `frame ${event.positionSample / 8}`;
      if (event.type === 'track.assigned') return `track ${event.data.track} ${event.data.fromSample / 8}`;
      if (event.type === 'audio.gap-declared') return `gap ${event.data.fromSample / 8}-${event.data.toSample / 8}`;
      return 'atMs' in event.data ? `${event.type} ${event.data.atMs}` : event.type;
    });
  };
  return { clock, budget, pipeline, published, receive, out };
}
const opening = { roster: { tracks: start.tracks, participants: start.participants }, terms: {} };
const begin = ['call.started', 'participant.joined 0', 'participant.joined 0', 'stream.opened'];

describe('a call on its way through the chain', () => {
  it('announces its participants when it starts, and its tracks with their audio', async () => {
    const { pipeline, out, published } = setUp();
    pipeline.begin(opening);
    pipeline.releaseInputs();
    expect(await out()).toEqual(begin);
    expect(published[1]).toMatchObject({ data: { participant: customer } });
    expect(published[3]).toMatchObject({ data: { tracks: start.tracks, participants: [customer, agent] } });
  });

  it('keeps a change between the audio before and after it, at the audio received so far', async () => {
    const { pipeline, receive, out, published } = setUp();
    pipeline.begin(opening);
    pipeline.releaseInputs();
    receive(1_000);
    receive(40);
    pipeline.updateCall([joined, assigned]);
    receive(1_000);
    expect(await out()).toEqual([
      ...begin,
      'frame 0',
      'participant.joined 1040',
      'track 2 1040',
      // This frame begins before the change: 40 ms are too short for a frame of their own.
      'frame 1000',
    ]);
    expect(published.find(({ type }) => type === 'track.assigned')).toMatchObject({
      data: { participant: supervisor, sampleRateHz: 8_000 },
    });
  });

  it('holds a change with the audio until the position of the call is known', async () => {
    const { pipeline, receive, out, budget } = setUp();
    receive(1_000);
    pipeline.updateCall([joined, assigned]);
    receive(1_000);
    expect(budget.heldBytes).toBeGreaterThan(2 * audio(1_000).length + 2 * 1_024);
    pipeline.begin(opening);
    pipeline.releaseInputs();
    expect(await out()).toEqual([...begin, 'frame 0', 'participant.joined 1000', 'track 2 1000', 'frame 1000']);
    expect(budget.heldBytes).toBe(0);
  });

  it('holds a change after a stall in its place, and puts it behind the gap', async () => {
    const { clock, pipeline, receive, out, budget } = setUp();
    pipeline.begin(opening);
    pipeline.releaseInputs();
    receive(1_000);
    await clock.advance(9_000);
    receive(200);
    pipeline.updateCall([joined, assigned]);
    receive(200);
    expect(budget.heldBytes).toBeGreaterThan(audio(400).length + 2 * 1_024);
    expect(await out()).toEqual([
      ...begin,
      'frame 0',
      'gap 1000-9600',
      'frame 9600',
      'participant.joined 9800',
      'track 2 9800',
      'frame 9800',
    ]);
    expect(budget.heldBytes).toBe(0);
  });

  it('continues from another process with the present roster, and nobody joins again', async () => {
    const { clock, pipeline, receive, out, published } = setUp();
    const { codec, sampleRateHz, channelCount } = start.format;
    const known = {
      state: 'OPEN',
      startedAtMs: 0,
      startedBy: null,
      pause: null,
      codec,
      sampleRateHz,
      channelCount,
    } as const;
    const position = { positionSample: 80_000, nextSequence: 9, lastAudioAtMs: clock.nowMs() };
    const roster = { tracks: start.tracks, participants: [customer, agent, supervisor] };
    pipeline.continueFrom({ ...known, ...position }, clock.nowMs(), { roster, terms: {} });
    pipeline.releaseInputs();
    receive(200);
    expect(await out()).toEqual(['stream.opened', 'frame 10000']);
    expect(published[0]).toMatchObject({ data: { startSample: 80_000, participants: roster.participants } });
  });
});

describe('a call whose source declares gaps', () => {
  const setUpTimed = () => {
    const set = setUp({ ...start, isTimed: true });
    set.pipeline.begin(opening);
    set.pipeline.releaseInputs();
    return set;
  };
  const gapsOf = (published: readonly EarshotEvent[]) =>
    published.flatMap((event) => (event.type === 'audio.gap-declared' ? [event.data] : []));

  it('declares a gap of one track after the frames before it, and publishes all its audio', async () => {
    const { pipeline, published } = setUpTimed();
    pipeline.receiveAudio(audio(60));
    pipeline.declareGap({ samples: 320, tracks: [2], reason: 'FRAMES_LOST' });
    pipeline.receiveAudio(audio(40));
    pipeline.receiveAudio(audio(100));
    await pipeline.publishReceived();
    const audioEvents = published.filter(({ type }) => type === 'audio.frame' || type === 'audio.gap-declared');
    expect(audioEvents.map(({ type }) => type)).toEqual(['audio.frame', 'audio.frame', 'audio.gap-declared']);
    const someTracks = { tracks: [2], toSample: 800 };
    expect(gapsOf(published)).toMatchObject([{ fromSample: 480, toSample: 480, someTracks }]);
  });

  it('fills only the first slice of a gap of all tracks that comes in slices', async () => {
    const { pipeline, published } = setUpTimed();
    pipeline.receiveAudio(audio(100));
    for (let slice = 0; slice < 5; slice++) pipeline.declareGap({ samples: 800, reason: 'SOURCE_SILENT' });
    pipeline.receiveAudio(audio(100));
    await pipeline.publishReceived();
    const frames = published.flatMap((event) => (event.type === 'audio.frame' ? [event] : []));
    expect(frames.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(audio(300).length);
    expect(pipeline.positionMs).toBe(700);
  });

  it('declares a long gap of one track in pieces of a second', async () => {
    const { pipeline, published } = setUpTimed();
    for (let at = 0; at < 150; at++) {
      pipeline.declareGap({ samples: 160, tracks: [1], reason: 'SOURCE_SILENT' });
      pipeline.receiveAudio(audio(20));
    }
    await pipeline.publishReceived();
    const spans = gapsOf(published).map(({ fromSample, someTracks }) => [fromSample, someTracks?.toSample]);
    expect(spans).toEqual([
      [0, 8_000],
      [8_000, 16_000],
      [16_000, 24_000],
    ]);
  });

  it('publishes a short gap of all tracks as silence, and a longer one without audio', async () => {
    const { pipeline, published } = setUpTimed();
    pipeline.receiveAudio(audio(100));
    pipeline.declareGap({ samples: 160, reason: 'FRAMES_LOST' });
    pipeline.receiveAudio(audio(100));
    pipeline.declareGap({ samples: 4_000, reason: 'FRAMES_LOST' });
    pipeline.receiveAudio(audio(100));
    await pipeline.publishReceived();
    expect(gapsOf(published)).toMatchObject([
      { fromSample: 800, toSample: 800, someTracks: { tracks: [0, 1, 2], toSample: 960 } },
      { fromSample: 1_760, toSample: 5_760 },
    ]);
    const frames = published.flatMap((event) => (event.type === 'audio.frame' ? [event] : []));
    expect(frames.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(audio(320).length);
    expect(pipeline.positionMs).toBe(820);
  });
});

describe('a call of a recording', () => {
  it('has the time of the recording, and says by the wall clock that it goes on while its source waits', async () => {
    const recordedClock = new ManualClock(0);
    const { pipeline, clock, published, out } = setUp({ ...start, recordedClock });
    pipeline.begin(opening);
    pipeline.releaseInputs();
    await recordedClock.advance(100);
    pipeline.receiveAudio(audio(100));
    await clock.advance(9_999);
    pipeline.announceLongSilence();
    expect(await out()).not.toContain('stream.silent');
    await clock.advance(1);
    pipeline.announceLongSilence();
    expect(await out()).toContain('stream.silent');
    pipeline.close('ENDED', undefined, () => undefined);
    await pipeline.publishReceived();
    expect(published.at(-1)).toMatchObject({ type: 'call.ended', data: { endedAtMs: 100, durationMs: 100 } });
  });
});
