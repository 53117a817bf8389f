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

function setUp() {
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
  };
  const pipeline = new CallPipeline(
    start,
    { budget, pace: { rate: 1.5, burstMs: 30_000 } },
    (announced, buffer) => buildCallChain(announced, buffer, options),
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
const begin = ['call.started', 'participant.joined 0', 'participant.joined 0', 'stream.opened'];

describe('a call on its way through the chain', () => {
  it('announces its participants when it starts, and its tracks with their audio', async () => {
    const { pipeline, out, published } = setUp();
    pipeline.begin();
    pipeline.releaseInputs();
    expect(await out()).toEqual(begin);
    expect(published[1]).toMatchObject({ data: { participant: customer } });
    expect(published[3]).toMatchObject({ data: { tracks: start.tracks, participants: [customer, agent] } });
  });

  it('keeps a change between the audio before and after it, at the audio received so far', async () => {
    const { pipeline, receive, out, published } = setUp();
    pipeline.begin();
    pipeline.releaseInputs();
    receive(1_000);
    receive(40);
    pipeline.changeRoster([joined, assigned]);
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
    pipeline.changeRoster([joined, assigned]);
    receive(1_000);
    expect(budget.heldBytes).toBeGreaterThan(2 * audio(1_000).length + 2 * 1_024);
    pipeline.begin();
    pipeline.releaseInputs();
    expect(await out()).toEqual([...begin, 'frame 0', 'participant.joined 1000', 'track 2 1000', 'frame 1000']);
    expect(budget.heldBytes).toBe(0);
  });

  it('holds a change after a stall in its place, and puts it behind the gap', async () => {
    const { clock, pipeline, receive, out, budget } = setUp();
    pipeline.begin();
    pipeline.releaseInputs();
    receive(1_000);
    await clock.advance(9_000);
    receive(200);
    pipeline.changeRoster([joined, assigned]);
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
    pipeline.continueFrom({ ...known, ...position }, clock.nowMs(), roster);
    pipeline.releaseInputs();
    receive(200);
    expect(await out()).toEqual(['stream.opened', 'frame 10000']);
    expect(published[0]).toMatchObject({ data: { startSample: 80_000, participants: roster.participants } });
  });
});
