import {
  exampleAgent,
  exampleCustomer,
  exampleSupervisor,
  makeEvent,
  participantSchema,
  type AudioFrame,
  type CallId,
  type EarshotEvent,
  type EventData,
  type JsonEventType,
} from '@earshot/contracts';
import { parseWavHeader } from '@earshot/domain';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

const STARTED_AT_MS = 1_700_000_000_000;
const RATE = 8_000;
const FRAME_SAMPLES = 800;
const FRAMES = 40;
const END_MS = 4_000;
const sampleAt = (ms: number) => (ms * RATE) / 1_000;

jest.setTimeout(180_000);

/**
 * Makes the events of one call. Frames are silence except for the number of their track, so that a misplaced sample
 * shows.
 */
function eventsOf(id: CallId, trackCount: number) {
  let count = 0;
  const event = <T extends JsonEventType>(type: T, data: EventData<T>): EarshotEvent =>
    makeEvent(type, id, data, { id: `${type}-${count++}`, occurredAtMs: STARTED_AT_MS + count }) as EarshotEvent;
  const payload = Uint8Array.from({ length: FRAME_SAMPLES * trackCount * 2 }, (_, at) =>
    at % 2 ? 0 : (at / 2) % trackCount,
  );
  const frames = (from: number, to: number): AudioFrame[] =>
    Array.from({ length: to - from }, (_, at) => ({
      type: 'audio.frame',
      callId: id,
      sequence: from + at,
      codec: 'L16',
      channelCount: trackCount,
      sampleRateHz: RATE,
      positionSample: (from + at) * FRAME_SAMPLES,
      receivedAtMs: STARTED_AT_MS + (from + at) * 100,
      payload,
    }));
  return { event, frames, payload };
}

/**
 * A call of three tracks. A supervisor joins on the reserved one, the agent leaves, and the supervisor takes the
 * agent's track.
 */
function transferredCall(id: CallId): { audio: EarshotEvent[]; lifecycle: EarshotEvent[]; insight: EarshotEvent[] } {
  const { event, frames } = eventsOf(id, 3);
  const assign = (track: number, participant: typeof exampleAgent | null, ms: number) =>
    event('track.assigned', { sampleRateHz: RATE, fromSample: sampleAt(ms), track, participant });
  const gap = { sampleRateHz: RATE, fromSample: sampleAt(3_000), toSample: sampleAt(3_500) };
  const opened = (
    ms: number,
    participantIds: (typeof exampleAgent.id | null)[],
    participants: (typeof exampleAgent)[],
  ) =>
    event('stream.opened', {
      codec: 'L16',
      sampleRateHz: RATE,
      tracks: participantIds.map((participantId) => ({ participantId })),
      participants,
      startSample: sampleAt(ms),
    });
  const { id: customer } = exampleCustomer;
  const { id: supervisor } = exampleSupervisor;
  return {
    audio: [
      opened(0, [customer, exampleAgent.id, null], [exampleCustomer, exampleAgent]),
      ...frames(0, 10),
      assign(2, exampleSupervisor, 1_000),
      ...frames(10, 20),
      assign(1, null, 2_000),
      ...frames(20, 25),
      assign(1, exampleSupervisor, 2_500),
      assign(2, null, 2_500),
      ...frames(25, 30),
      event('audio.gap-declared', { ...gap, reason: 'CONNECTION_LOST' }),
      opened(3_500, [customer, supervisor, null], [exampleCustomer, exampleSupervisor]),
      ...frames(35, FRAMES),
      event('stream.closed', { sampleRateHz: RATE, endSample: sampleAt(END_MS), reason: 'ENDED' }),
    ],
    lifecycle: [
      event('participant.joined', { participant: exampleSupervisor, atMs: 900 }),
      event('participant.changed', { participant: { ...exampleSupervisor, role: 'AGENT' }, atMs: 2_500 }),
      event('participant.left', { participantId: exampleAgent.id, atMs: 2_000 }),
      event('call.started', { source: 'siprec', startedAtMs: STARTED_AT_MS, agentId: 'ann' }),
      event('participant.changed', {
        participant: { ...exampleSupervisor, role: 'AGENT', name: 'Kim L.' },
        atMs: 3_600,
      }),
      event('call.ended', { endedAtMs: STARTED_AT_MS + END_MS, durationMs: END_MS, reason: 'ENDED' }),
    ],
    insight: [
      ...[0, 1, 2].map((track) => event('transcript.covered', { track, fromMs: 0, toMs: 3_000, engine: 'scripted' })),
      ...[0, 1].map((track) => event('transcript.covered', { track, fromMs: 3_500, toMs: END_MS, engine: 'scripted' })),
      event('transcript.gap', { track: 2, fromMs: 3_500, toMs: END_MS, reason: 'ENGINE_FAILED' }),
      event('transcript.completed', { durationMs: END_MS }),
    ],
  };
}

describe('participants and tracks of a call', () => {
  let storage: TestStorage;
  const handleAll = async (replica: TestReplica, events: readonly EarshotEvent[]) => {
    for (const event of events) await replica.handle(event);
  };
  const expectTransferredCall = async (id: CallId) => {
    const view = await storage.view(id);
    expect(view).toMatchObject({ status: 'ENDED', source: 'siprec', agentId: 'ann', durationMs: END_MS });
    expect(view.participants).toEqual([
      { ...exampleCustomer, joinedMs: 0, leftMs: null },
      { ...exampleAgent, joinedMs: 0, leftMs: 2_000 },
      { ...exampleSupervisor, role: 'AGENT', name: 'Kim L.', joinedMs: 900, leftMs: null },
    ]);
    expect(view.tracks).toEqual([
      { track: 0, participantId: exampleCustomer.id },
      { track: 1, participantId: exampleSupervisor.id },
      { track: 2, participantId: null },
    ]);
    const connectionLost = { fromMs: 3_000, toMs: 3_500, reason: 'CONNECTION_LOST', isAudioMissing: true };
    const whole = {
      receivedMs: END_MS,
      transcribedMs: 3_500,
      pausedMs: 0,
      openMs: 0,
      gapMs: 500,
      gaps: [connectionLost],
      pauses: [],
    };
    const engineFailed = { fromMs: 3_500, toMs: END_MS, reason: 'ENGINE_FAILED', isAudioMissing: false };
    expect(view.ledger).toEqual([
      { track: 0, ...whole },
      { track: 1, ...whole },
      { track: 2, ...whole, transcribedMs: 3_000, gapMs: 1_000, gaps: [connectionLost, engineFailed] },
    ]);
  };

  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  it('are stored in any order of the topics, even participants before the start of their call', async () => {
    const orders = [
      ['audio', 'lifecycle', 'insight'],
      ['lifecycle', 'insight', 'audio'],
      ['insight', 'audio', 'lifecycle'],
    ] as const;
    for (const order of orders) {
      const [id, replica] = [callId(`order ${order[0]}`), storage.startReplica()];
      const call = transferredCall(id);
      for (const topic of order) await handleAll(replica, call[topic]);
      await expectTransferredCall(id);
      expect(replica.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
      expect(replica.metrics.values.get('earshot_ledger_mismatch_calls_total')).toBe(0);
      await replica.persistence.close();
    }
  });

  it('are the same when lifecycle events arrive in reverse order, and when every event is delivered again', async () => {
    const [id, replica] = [callId('backwards'), storage.startReplica()];
    const { audio, lifecycle, insight } = transferredCall(id);
    await handleAll(replica, [...lifecycle.toReversed(), ...audio, ...insight]);
    await expectTransferredCall(id);
    const { version } = await storage.view(id);
    await handleAll(replica, [...lifecycle, ...audio, ...lifecycle.toReversed(), ...insight]);
    await expectTransferredCall(id);
    expect((await storage.view(id)).version).toBe(version);
    await replica.persistence.close();
  });

  it.each([0, 1, 11, 12, 22, 23, 29, 30, 36])('are the same after a crash at audio event %d', async (at) => {
    const id = callId(`crash ${at}`);
    const { audio, lifecycle, insight } = transferredCall(id);
    const [first, second] = [1, 2].map(() => storage.startReplica({ isBusDurable: true })) as [
      TestReplica,
      TestReplica,
    ];
    await handleAll(first, audio.slice(0, at));
    // No close: as after SIGKILL. The next owner gets every message again that was not acknowledged.
    const redelivered = audio.findIndex((event) => !first.acknowledged.includes(event));
    await handleAll(second, [...audio.slice(redelivered), ...lifecycle, ...insight]);
    await expectTransferredCall(id);
    await Promise.all([first.persistence.close(), second.persistence.close()]);
  });

  it.each([1, 3, 16])('have one channel per track in the recording of %i tracks', async (trackCount) => {
    const [id, replica] = [callId(`recording of ${trackCount}`), storage.startReplica()];
    const { event, frames, payload } = eventsOf(id, trackCount);
    const people = Array.from({ length: trackCount }, (_, track) =>
      participantSchema.parse({ id: `p-${track}`, role: track === 0 ? 'CUSTOMER' : 'AGENT' }),
    );
    const tracks = people.map((one) => ({ participantId: one.id }));
    const format = { codec: 'L16', sampleRateHz: RATE } as const;
    await handleAll(replica, [
      event('stream.opened', { ...format, tracks, participants: people, startSample: 0 }),
      // Frame 3 never arrives.
      ...frames(0, 3),
      ...frames(4, 10),
      event('stream.closed', { sampleRateHz: RATE, endSample: sampleAt(1_000), reason: 'ENDED' }),
      event('call.ended', { endedAtMs: STARTED_AT_MS + 1_000, durationMs: 1_000, reason: 'ENDED' }),
      ...people.map((_, track) => event('transcript.covered', { track, fromMs: 0, toMs: 900, engine: 'scripted' })),
      event('transcript.completed', { durationMs: 1_000 }),
    ]);
    const view = await storage.view(id);
    expect(view.status).toBe('ENDED');
    expect(view.participants.map((one) => one.id).sort()).toEqual(people.map((one) => one.id).sort());
    expect(view.tracks).toEqual(tracks.map((one, track) => ({ track, ...one })));
    expect(view.ledger).toHaveLength(trackCount);
    // No stage accounted for the last tenth of a second on any track.
    expect(replica.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(trackCount * 100);
    for (const ledger of view.ledger) {
      expect(ledger).toMatchObject({ receivedMs: 1_000, transcribedMs: 800, gapMs: 200 });
      expect(ledger.gaps.map(({ reason }) => reason)).toEqual(['FRAMES_LOST', 'PROCESS_LOST']);
    }
    const recording = await storage.recorded(id);
    const header = parseWavHeader(recording);
    expect(header).toMatchObject({ ok: true, value: { ...format, channelCount: trackCount } });
    const samples = recording.subarray(header.ok ? header.value.dataOffset : 0);
    const silence = Buffer.alloc(payload.length);
    const expected = Array.from({ length: 10 }, (_, frame) => (frame === 3 ? silence : Buffer.from(payload)));
    expect(samples.equals(Buffer.concat(expected))).toBe(true);
    await replica.persistence.close();
  });
});
