import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  exampleAgent,
  exampleCustomer,
  exampleSupervisor,
  participantSchema,
  type Participant,
} from '@earshot/contracts';
import { InMemoryTranscriptProgress } from '@earshot/testing';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

let harness: Harness;
afterEach(() => harness.close());

/** The third track is reserved: nobody is on it when the call begins. */
const onTracks = [exampleCustomer, exampleAgent, null];
/** One word a second on each of three tracks. */
const bursts: readonly Burst[] = Array.from({ length: 8 }, (_, second) =>
  [0, 1, 2].map((track) => ({ track, startMs: second * 1_000 + 300 + track * 100, level: 1 + track * 10 + second })),
).flat();

/** The participants of the finals of a track, with the first word of each final. */
const spoken = (call: TestCall, track: number) =>
  harness.finals(call.id, track).map(({ text, participantId, role }) => `${text} ${participantId} ${role}`);
/** Talks until a time, and waits until the words before it are finals. */
const talk = async (call: TestCall, untilMs: number) => {
  await call.talkUntil(untilMs);
  const words = bursts.filter(({ startMs }) => startMs + 600 < untilMs).length;
  await harness.until(() => harness.finals(call.id).length >= words);
};
const finish = async (call: TestCall) => {
  await call.close();
  await harness.completed(call.id);
  await harness.acknowledged('calls.audio');
};

describe('a participant', () => {
  it('joins late on a reserved track: earlier words belong to the implied participant', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'joins', { bursts, onTracks });
    await call.open();
    await call.talkUntil(3_000);
    await call.assign(2, exampleSupervisor);
    await call.talkUntil(8_000);
    await finish(call);
    expect(spoken(call, 2)).toEqual([
      ...['w21', 'w22', 'w23'].map((word) => `${word} track-2 UNKNOWN`),
      ...['w24', 'w25', 'w26', 'w27', 'w28'].map((word) => `${word} supervisor SUPERVISOR`),
    ]);
    expect(spoken(call, 0)).toEqual(Array.from({ length: 8 }, (_, at) => `w${at + 1} customer CUSTOMER`));
    expect(spoken(call, 1)).toEqual(Array.from({ length: 8 }, (_, at) => `w${at + 11} agent AGENT`));
    expect(harness.finals(call.id, 2)[0]).toMatchObject({ track: 2, segmentId: '2-0-0' });
    for (const track of [0, 1, 2]) expect(harness.tiles(call.id, track).at(-1)?.toMs).toBe(8_000);
  });

  it('leaves a track, which belongs to its implied participant again', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'leaves', {
      bursts,
      onTracks: [exampleCustomer, exampleAgent, exampleSupervisor],
    });
    await call.open();
    await call.talkUntil(3_000);
    await call.assign(2, null);
    await call.talkUntil(5_000);
    await finish(call);
    expect(spoken(call, 2)).toEqual([
      ...['w21', 'w22', 'w23'].map((word) => `${word} supervisor SUPERVISOR`),
      ...['w24', 'w25'].map((word) => `${word} track-2 UNKNOWN`),
    ]);
  });

  it('keeps an utterance that began before the track changed hands', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const words: Burst[] = [
      { track: 0, startMs: 500, level: 1 },
      { track: 0, startMs: 900, level: 2 },
      { track: 0, startMs: 2_000, level: 3 },
    ];
    const call = new TestCall(harness, 'changes-hands', { bursts: words });
    await call.open();
    await call.talkUntil(800);
    await call.assign(0, exampleSupervisor);
    await call.talkUntil(3_000);
    await finish(call);
    expect(spoken(call, 0)).toEqual(['w1 w2 customer CUSTOMER', 'w3 supervisor SUPERVISOR']);
    const owners = harness
      .of('transcript.segment', call.id)
      .map(({ data }) => `${data.segmentId} ${data.participantId}`);
    expect(new Set(owners)).toEqual(new Set(['0-0-0 customer', '0-0-1 supervisor']));
  });

  it('is assigned again by a stream that continues the call', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'continues', { bursts, onTracks });
    await call.open();
    await call.talkUntil(3_000);
    await call.open(call.positionSample, [exampleSupervisor, exampleAgent, null]);
    await call.talkUntil(5_000);
    await finish(call);
    expect(spoken(call, 0).map((text) => text.split(' ')[1])).toEqual([
      'customer',
      'customer',
      'customer',
      'supervisor',
      'supervisor',
    ]);
  });

  it('changes nothing if the assignment comes twice or names a track that the call does not have', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'twice', { bursts, onTracks });
    await call.open();
    await call.talkUntil(3_000);
    await call.assign(2, exampleSupervisor);
    await call.talkUntil(4_000);
    await call.assign(0, exampleAgent);
    await call.assign(2, exampleSupervisor, 3_000);
    await call.assign(5, exampleSupervisor);
    await call.talkUntil(6_000);
    await finish(call);
    expect(spoken(call, 2).map((text) => text.split(' ')[1])).toEqual([
      ...['track-2', 'track-2', 'track-2'],
      ...['supervisor', 'supervisor', 'supervisor'],
    ]);
    expect(spoken(call, 0).map((text) => text.split(' ')[1])).toEqual([
      ...['customer', 'customer', 'customer', 'customer'],
      ...['agent', 'agent'],
    ]);
    expect(harness.of('processing.failed', call.id).map(({ data }) => data.code)).toEqual(['AUDIO_FORMAT_CHANGED']);
  });

  it('gets no words from a stream with another number of tracks', async () => {
    harness = await Harness.start({ engines: only(new ToneEngine()) });
    const call = new TestCall(harness, 'other-tracks', { bursts, onTracks });
    await call.open();
    await call.talkUntil(2_000);
    await call.open(call.positionSample, [exampleSupervisor]);
    await call.talkUntil(4_000);
    await finish(call);
    expect(new Set(spoken(call, 0).map((text) => text.split(' ')[1]))).toEqual(new Set(['customer']));
  });
});

describe('the assignments of a call', () => {
  it('are known to the next owner', async () => {
    const progress = new InMemoryTranscriptProgress();
    const engines = only(new ToneEngine());
    harness = await Harness.start({ engines, progress });
    const call = new TestCall(harness, 'next-owner', { bursts, onTracks });
    await call.open();
    await call.talkUntil(2_000);
    await call.assign(2, exampleSupervisor);
    await talk(call, 3_000);
    await harness.stopTranscription();
    await harness.acknowledged('calls.audio');
    await harness.startTranscription({ engines, progress });
    await call.talkUntil(5_000);
    await finish(call);
    expect(spoken(call, 2).map((text) => text.split(' ')[1])).toEqual([
      ...['track-2', 'track-2'],
      ...['supervisor', 'supervisor', 'supervisor'],
    ]);
  });

  it('that no later segment needs are forgotten', async () => {
    const progress = new InMemoryTranscriptProgress();
    harness = await Harness.start({ engines: only(new ToneEngine()), progress });
    const call = new TestCall(harness, 'forgets', { onTracks });
    await call.open();
    for (let minute = 1; minute <= 40; minute++) {
      await call.talkUntil(minute * 60_000, 1_000);
      await harness.until(() => (harness.tiles(call.id, 1).at(-1)?.toMs ?? 0) >= minute * 60_000 - 10_000);
      const participant: Participant = participantSchema.parse({ id: `agent-${minute}`, role: 'AGENT' });
      await call.assign(1, participant);
    }
    const saved = () => progress.savedOf({ callId: call.id })?.assignments ?? [];
    while (saved().at(-1)?.participantId !== 'agent-40') await new Promise<void>((resolve) => setTimeout(resolve, 2));
    expect(saved().map(({ track, participantId }) => `${track} ${participantId}`)).toEqual([
      '0 customer',
      '2 track-2',
      '1 agent-39',
      '1 agent-40',
    ]);
    await finish(call);
  });
});
