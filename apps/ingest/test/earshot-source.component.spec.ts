import { describe, expect, it } from '@jest/globals';
import type { EarshotEvent, EventOf } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import {
  agent,
  customer,
  supervisor,
  THREE_TRACK_CHUNK as CHUNK,
  threeTracks,
  type EarshotClient,
} from './earshot-client.js';
import { bytes, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import { CapturingBus } from './capturing-bus.js';
import { IngestUnderTest } from './ingest-under-test.js';
import { RecordedRegistry } from './recorded-registry.js';

const open = ingestPerTest();

const endOf = async (ingest: IngestUnderTest, client: EarshotClient, callId: string) => {
  client.end();
  await client.reply('ended', { callId });
  return ingest.bus.of(callId);
};
/** The events about participants and tracks, with their positions in milliseconds. */
const rosterOf = (events: readonly EarshotEvent[]) =>
  events.flatMap((event): (string | number | null)[][] => {
    if (event.type === 'participant.joined' || event.type === 'participant.changed')
      return [[event.type, event.data.participant.id, event.data.atMs]];
    if (event.type === 'participant.left') return [[event.type, event.data.participantId, event.data.atMs]];
    if (event.type !== 'track.assigned') return [];
    return [[event.type, event.data.track, event.data.participant?.id ?? null, event.data.fromSample / 8]];
  });
const otherCustomer = { id: 'other', role: 'CUSTOMER', number: '+15555550124' };
const begin = [
  ['participant.joined', 'customer', 0],
  ['participant.joined', 'agent', 0],
];

describe('a call over the Earshot socket', () => {
  it.each([
    [8_000, 3, 'L16', 9_600],
    [48_000, 1, 'PCMU', 480],
    [16_000, 16, 'PCMA', 3_200],
  ])('reaches the bus byte for byte: %d Hz, %d tracks, %s in frames of %d', async (rate, tracks, codec, frameBytes) => {
    const ingest = await open({ EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' });
    const client = await ingest.earshotCall('c1', {
      sampleRateHz: rate,
      codec,
      tracks: Array.from({ length: tracks }, () => ({})),
      participants: [],
      engine: 'scripted',
      script: 's',
      agentId: 'robin',
    });
    const sent = bytes(frameBytes * 101);
    for (let at = 0; at < sent.length; at += frameBytes) await client.audio(sent.subarray(at, at + frameBytes));
    const events = await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
    expect(ingest.bus.frames('c1')[0]).toMatchObject({ channelCount: tracks, codec, sampleRateHz: rate });
    expect(events[0]).toMatchObject({ data: { source: 'earshot-websocket', agentId: 'robin' } });
    expect(events[1]).toMatchObject({ data: { requestedEngine: 'scripted', script: 's' } });
    expect(client.replies.at(-1)).toMatchObject({
      receivedMs: (sent.length / (tracks * (codec === 'L16' ? 2 : 1)) / rate) * 1_000,
    });
  });

  it.each([
    ['of start, if it has one', { customerNumber: '+15555550199' }, '+15555550199'],
    ['of the first customer', { participants: [agent, customer, otherCustomer] }, '+15555550123'],
    [
      'undefined if start has none and no customer is there',
      { tracks: [{}], participants: [{ ...agent, number: '+15555550100' }] },
      undefined,
    ],
  ])('has the number %s', async (_, fields, customerNumber) => {
    const ingest = await open();
    const client = await ingest.earshotCall('c1', fields);
    const [started] = await endOf(ingest, client, 'c1');
    const { data } = started as EventOf<'call.started'>;
    expect(data.customerNumber).toBe(customerNumber);
  });

  it.each([
    ['of start, if it has one', { agentId: 'robin' }, 'robin'],
    ['by the name of the first agent', {}, 'Kim'],
  ])('has the agent %s', async (_, fields, agentId) => {
    const ingest = await open();
    const participants = [customer, { ...agent, name: 'Kim' }];
    const client = await ingest.earshotCall('c1', { participants, ...fields });
    const [started] = await endOf(ingest, client, 'c1');
    expect(started).toMatchObject({ data: { agentId } });
  });

  it('has the queue of start', async () => {
    const ingest = await open();
    const client = await ingest.earshotCall('c1', { queue: 'claims' });
    const [started] = await endOf(ingest, client, 'c1');
    expect(started).toMatchObject({ data: { queue: 'claims' } });
  });

  it('lets a supervisor join on the reserved track, the agent leave and a track change hands', async () => {
    const ingest = await open();
    const client = await ingest.earshotCall('c1');
    const talk = () => client.audio(bytes(CHUNK));
    await talk();
    client.text({ type: 'participant.joined', participant: supervisor, track: 2 });
    await talk();
    client.text({ type: 'participant.left', participantId: 'agent' });
    client.text({ type: 'track.assigned', track: 1, participantId: 'supervisor' });
    await talk();
    client.text({ type: 'participant.changed', participant: { ...supervisor, role: 'AGENT' } });
    const events = await endOf(ingest, client, 'c1');
    expect(client.replies.map(({ type }) => type)).toEqual(['started', 'ended']);
    expect(rosterOf(events)).toEqual([
      ...begin,
      ['participant.joined', 'supervisor', 200],
      ['track.assigned', 2, 'supervisor', 200],
      ['track.assigned', 1, null, 400],
      ['participant.left', 'agent', 400],
      ['track.assigned', 1, 'supervisor', 400],
      ['participant.changed', 'supervisor', 600],
      ['track.assigned', 1, 'supervisor', 600],
      ['track.assigned', 2, 'supervisor', 600],
    ]);
    expect(events.findLast(({ type }) => type === 'track.assigned')).toMatchObject({
      data: { participant: { id: 'supervisor', role: 'AGENT', name: 'Kim' } },
    });
    expect(await ingest.bus.next('c1', 'stream.opened')).toMatchObject({
      data: {
        tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, { participantId: null }],
        participants: [customer, agent],
      },
    });
  });

  it('is answered at once while the registry is stalled; audio and changes wait in their order', async () => {
    const ingest = await open({}, new ManualClock());
    ingest.registry.stall();
    const client = await ingest.earshotCall('c1');
    await client.audio(bytes(CHUNK));
    client.text({ type: 'participant.joined', participant: supervisor, track: 2 });
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 2);
    expect(ingest.bus.events).toEqual([]);
    ingest.registry.answer();
    const events = await endOf(ingest, client, 'c1');
    expect(rosterOf(events).at(-1)).toEqual(['track.assigned', 2, 'supervisor', 200]);
  });
});

describe('a lost connection of the Earshot protocol', () => {
  it('continues with the roster of the new start, and announces only what changed', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const first = await ingest.earshotCall('c1');
    await first.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    first.socket.terminate();
    await settle();
    await clock.advance(1_800);
    const second = await ingest.earshotCall('c1', {
      tracks: [{ participantId: 'customer' }, { participantId: 'supervisor' }, {}],
      participants: [customer, supervisor],
    });
    await second.audio(bytes(CHUNK));
    const events = await endOf(ingest, second, 'c1');
    expect(second.replies[0]).toMatchObject({ resumedAtMs: 2_000 });
    expect(rosterOf(events)).toEqual([
      ...begin,
      ['participant.joined', 'supervisor', 2_000],
      ['track.assigned', 1, 'supervisor', 2_000],
      ['participant.left', 'agent', 2_000],
    ]);
    expect(events.filter(({ type }) => type === 'stream.opened')).toHaveLength(1);
  });

  it('announces nothing again when the roster is the same', async () => {
    const ingest = await open();
    const first = await ingest.earshotCall('c1');
    const second = await ingest.earshotCall('c1');
    await first.reply('error', { code: 'CALL_TAKEN_OVER' });
    expect(await first.gone).toBe(4409);
    expect(rosterOf(await endOf(ingest, second, 'c1'))).toEqual(begin);
  });

  it('does not continue with another number of tracks', async () => {
    const ingest = await open();
    const first = await ingest.earshotCall('c1');
    const second = await ingest.earshotClient();
    second.start('c1', { tracks: [{}], participants: [] });
    await second.reply('error', { code: 'AUDIO_FORMAT_CHANGED' });
    expect(await second.gone).toBe(4409);
    expect(rosterOf(await endOf(ingest, first, 'c1'))).toEqual(begin);
  });

  it('does not continue with more participants than a call may have, and the call stays as it was', async () => {
    const ingest = await open();
    const first = await ingest.earshotCall('c1');
    const second = await ingest.earshotClient();
    const others = Array.from({ length: 63 }, (_, at) => ({ id: `p${at}`, role: 'UNKNOWN' }));
    second.start('c1', { tracks: [{}, {}, {}], participants: others });
    await second.reply('error', { code: 'TOO_MANY_PARTICIPANTS' });
    expect(await second.gone).toBe(4409);
    expect(rosterOf(await endOf(ingest, first, 'c1'))).toEqual(begin);
  });

  it('continues in another process with the roster of that moment, and in the first one with a later one', async () => {
    const clock = new ManualClock();
    const bus = new CapturingBus(true);
    const world = { bus, registry: new RecordedRegistry(bus) };
    // The clock moves while the client says nothing: that would be a stall.
    const noStalls = { EARSHOT_STALL_GAP_MS: '0' };
    const [one, other] = [
      await IngestUnderTest.openIn(world, noStalls, clock),
      await IngestUnderTest.openIn(world, noStalls, clock),
    ];
    const continueAt = async (ingest: typeof one, fields: object) => {
      const client = await ingest.earshotCall('c1', fields);
      while (client.replies.every(({ resumedAtMs }) => resumedAtMs === undefined)) {
        await clock.advance(100);
        await settle();
      }
      const frames = bus.frames('c1').length;
      await client.audio(bytes(CHUNK));
      await bus.until(() => bus.frames('c1').length > frames);
      return client;
    };
    try {
      const first = await one.earshotCall('c1');
      await first.audio(bytes(CHUNK));
      await bus.next('c1', 'audio.frame');
      first.socket.terminate();
      const joined = { tracks: [...threeTracks.tracks.slice(0, 2), { participantId: 'supervisor' }] };
      const there = await continueAt(other, { ...joined, participants: [customer, agent, supervisor] });
      there.socket.terminate();
      await settle();
      await continueAt(one, { tracks: [{}, {}, { participantId: 'supervisor' }], participants: [supervisor] });
      const opened = bus.of('c1').flatMap((event) => (event.type === 'stream.opened' ? [event.data] : []));
      expect(opened.map(({ participants }) => participants.map(({ id }) => id))).toEqual([
        ['customer', 'agent'],
        ['customer', 'agent', 'supervisor'],
        ['supervisor'],
      ]);
      expect(bus.types('c1').filter((type) => type === 'participant.left')).toHaveLength(2);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  it('sends clients elsewhere when the process stops', async () => {
    const ingest = await open();
    const client = await ingest.earshotCall('c1');
    await client.audio(bytes(CHUNK));
    client.text({ type: 'participant.joined', participant: supervisor, track: 2 });
    await ingest.bus.next('c1', 'track.assigned');
    await ingest.server.drain();
    expect(await client.gone).toBe(1012);
    expect(ingest.bus.types('c1')).not.toContain('stream.closed');
  });
});
