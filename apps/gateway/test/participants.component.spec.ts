import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ParticipantMetrics } from '@earshot/contracts';
import type { CallView, CategoryMatchView, SegmentView, SpeakerView } from '@earshot/ports';
import type { RowKind } from '../src/feed/feed.js';
import { Received } from './support/gateway-clients.js';
import { RunningGateway } from './support/running-gateway.js';
import { aCall, aSegment, asCallId, asParticipantId } from './support/views.js';

const ids = {
  ann: asParticipantId('ann'),
  bob: asParticipantId('bob'),
  cleo: asParticipantId('cleo'),
  implied: asParticipantId('track-0'),
};

const metricsOf = (participantId: ParticipantMetrics['participantId'], role: ParticipantMetrics['role']) => ({
  participantId,
  role,
  talkMs: 1_000,
  words: 3,
  wordsPerMinute: 180,
  interruptions: 0,
  averageSentiment: null,
  weightedSentiment: null,
  sentimentByQuarter: [],
  sentimentTrend: null,
});

const ledgerOf = (track: number) => ({
  track,
  receivedMs: 10,
  transcribedMs: 8,
  pausedMs: 0,
  pauses: [],
  openMs: 0,
  gapMs: 2,
  gaps: [{ fromMs: 8, toMs: 10, reason: 'ENGINE_FAILED' }],
});

/**
 * Ann calls. Bob answers and leaves. Cleo joins on the third track, and takes over Bob's. The fourth track is reserved.
 */
const conference = (id: string, changes: Partial<CallView> = {}): CallView =>
  aCall(id, {
    participants: [
      { id: ids.ann, role: 'CUSTOMER', number: '+15550100', joinedMs: 0, leftMs: null },
      { id: ids.bob, role: 'AGENT', name: 'Bob', joinedMs: 500, leftMs: 20_000 },
      { id: ids.cleo, role: 'SUPERVISOR', name: 'Cleo', number: '+15550177', joinedMs: 10_000, leftMs: null },
    ],
    tracks: [
      { track: 0, participantId: ids.ann },
      { track: 1, participantId: ids.cleo },
      { track: 2, participantId: ids.cleo },
      { track: 3, participantId: null },
    ],
    metrics: {
      silenceMs: 100,
      overlapMs: 50,
      participants: [
        metricsOf(ids.cleo, 'SUPERVISOR'),
        metricsOf(ids.bob, 'AGENT'),
        metricsOf(ids.implied, 'UNKNOWN'),
        metricsOf(ids.ann, 'CUSTOMER'),
      ],
    },
    ledger: [0, 1, 2, 3].map(ledgerOf),
    ...changes,
  });

const bySpeaker: Record<'ann' | 'bob' | 'cleo', SpeakerView> = {
  ann: { track: 0, participantId: ids.ann, role: 'CUSTOMER' },
  bob: { track: 1, participantId: ids.bob, role: 'AGENT' },
  cleo: { track: 1, participantId: ids.cleo, role: 'AGENT' },
};

const matchOf = (speaker: SpeakerView, atMs: number): CategoryMatchView => ({
  ...speaker,
  category: 'cancel',
  isAlert: true,
  segmentId: aSegment('any', `${speaker.track}-0-${atMs}`).id,
  atMs,
});

type Answered = Record<string, never>;

describe('participants', () => {
  let gateway: RunningGateway;
  beforeEach(async () => {
    gateway = await RunningGateway.start();
  });
  afterEach(() => gateway.stop());

  const callOf = async (query: string, variables: Record<string, unknown> = {}): Promise<Answered> => {
    const { data, errors } = await gateway.query(query, variables);
    expect(errors).toBeUndefined();
    return (data as never as { call: Answered }).call;
  };

  const storeConference = (): void => {
    gateway.reader.putCall(conference('talk'));
    const speakers = [bySpeaker.ann, bySpeaker.bob, bySpeaker.cleo];
    speakers.forEach((speaker, n) =>
      gateway.reader.putSegment(aSegment('talk', `${speaker.track}-0-${n}`, { ...speaker, startMs: n * 1_000 })),
    );
    gateway.reader.putMatches(asCallId('talk'), [matchOf(bySpeaker.ann, 10), matchOf(bySpeaker.cleo, 20)]);
  };

  it('shows everybody who was on a call, with the times of joining and leaving', async () => {
    storeConference();
    expect(await callOf('{ call(id: "talk") { participants { id role name number joinedAt leftAt } } }')).toEqual({
      participants: [
        {
          id: 'ann',
          role: 'CUSTOMER',
          name: null,
          number: '+15550100',
          joinedAt: '2031-05-04T10:00:00.000Z',
          leftAt: null,
        },
        {
          id: 'bob',
          role: 'AGENT',
          name: 'Bob',
          number: null,
          joinedAt: '2031-05-04T10:00:00.500Z',
          leftAt: '2031-05-04T10:00:20.000Z',
        },
        {
          id: 'cleo',
          role: 'SUPERVISOR',
          name: 'Cleo',
          number: '+15550177',
          joinedAt: '2031-05-04T10:00:10.000Z',
          leftAt: null,
        },
      ],
    });
    expect(gateway.reader.reads).toEqual(['callsById:1']);
  });

  it('shows metrics of each participant: customers, then agents, then the others', async () => {
    storeConference();
    const call = await callOf('{ call(id: "talk") { metrics { channels { channel participant { id role name } } } } }');
    expect(call['metrics']).toEqual({
      channels: [
        { channel: 'CUSTOMER', participant: { id: 'ann', role: 'CUSTOMER', name: null } },
        { channel: 'AGENT', participant: { id: 'bob', role: 'AGENT', name: 'Bob' } },
        { channel: 'AGENT', participant: { id: 'cleo', role: 'SUPERVISOR', name: 'Cleo' } },
        { channel: 'CUSTOMER', participant: { id: 'track-0', role: 'UNKNOWN', name: null } },
      ],
    });
  });

  it('shows a ledger for each track, with the participant who is assigned to it', async () => {
    storeConference();
    const call = await callOf('{ call(id: "talk") { ledger { track channel gapMs participant { id role name } } } }');
    expect(call['ledger']).toEqual([
      { track: 0, channel: 'CUSTOMER', gapMs: 2, participant: { id: 'ann', role: 'CUSTOMER', name: null } },
      { track: 1, channel: 'AGENT', gapMs: 2, participant: { id: 'cleo', role: 'SUPERVISOR', name: 'Cleo' } },
      { track: 2, channel: 'AGENT', gapMs: 2, participant: { id: 'cleo', role: 'SUPERVISOR', name: 'Cleo' } },
      { track: 3, channel: 'AGENT', gapMs: 2, participant: null },
    ]);
  });

  it('names the participant of a segment in the role of that time, without reading the call', async () => {
    storeConference();
    const call = await callOf(
      '{ call(id: "talk") { segments(first: 10) { nodes { track channel participant { id role } } } } }',
    );
    expect(call['segments']).toEqual({
      nodes: [
        { track: 0, channel: 'CUSTOMER', participant: { id: 'ann', role: 'CUSTOMER' } },
        { track: 1, channel: 'AGENT', participant: { id: 'bob', role: 'AGENT' } },
        { track: 1, channel: 'AGENT', participant: { id: 'cleo', role: 'AGENT' } },
      ],
    });
    expect(gateway.reader.reads).toEqual(['callsById:1', 'segments']);
  });

  it('reads the names of all segments and matches of a call with one query', async () => {
    storeConference();
    gateway.reader.putSegment(aSegment('talk', '0-0-9', { ...bySpeaker.ann, participantId: ids.implied }));
    const call = await callOf(
      '{ call(id: "talk") { segments(first: 10) { nodes { participant { name leftAt } } } categoryMatches { channel participant { id name number } } } }',
    );
    expect(call).toEqual({
      segments: {
        nodes: [
          { participant: { name: null, leftAt: null } },
          { participant: { name: 'Bob', leftAt: '2031-05-04T10:00:20.000Z' } },
          { participant: { name: 'Cleo', leftAt: null } },
          { participant: { name: null, leftAt: null } },
        ],
      },
      categoryMatches: [
        { channel: 'CUSTOMER', participant: { id: 'ann', name: null, number: '+15550100' } },
        { channel: 'AGENT', participant: { id: 'cleo', name: 'Cleo', number: '+15550177' } },
      ],
    });
    expect(gateway.reader.reads.toSorted()).toEqual(['callsById:1', 'callsById:1', 'categoryMatches', 'segments']);
  });

  it('answers null for the details of a participant that is not stored', async () => {
    gateway.reader.putCall(aCall('bare', { participants: [] }));
    gateway.reader.putSegment(aSegment('bare', '0-0-1'));
    const call = await callOf(
      '{ call(id: "bare") { participants { id } segments(first: 1) { nodes { participant { id role name number joinedAt leftAt } } } } }',
    );
    const participant = { id: 'customer', role: 'CUSTOMER', name: null, number: null, joinedAt: null, leftAt: null };
    expect(call).toEqual({ participants: [], segments: { nodes: [{ participant }] } });
  });

  it('requests a transcription with the participants of each track', async () => {
    gateway.reader.putCall(conference('gaps', { ledger: [ledgerOf(1)] }));
    gateway.reader.putAssignments(asCallId('gaps'), [
      { track: 0, participantId: ids.ann, role: null, fromMs: 0 },
      { track: 1, participantId: ids.bob, role: null, fromMs: 0 },
      { track: 1, participantId: ids.cleo, role: null, fromMs: 9 },
    ]);
    gateway.recordings.put('gaps', Buffer.alloc(100));
    await gateway.query('mutation { transcribeCall(id: "gaps") { id participants { id } } }');
    const [sent] = gateway.bus.published.filter(({ topic }) => topic === 'calls.lifecycle');
    expect(JSON.parse(Buffer.from(sent?.value ?? []).toString()).data).toEqual({
      spans: [{ track: 1, fromMs: 8, toMs: 10 }],
      assignments: [
        { track: 1, participantId: 'bob', role: 'AGENT', fromMs: 0 },
        { track: 1, participantId: 'cleo', role: 'SUPERVISOR', fromMs: 9 },
      ],
    });
  });

  it('answers every operation of a web page from before participants', async () => {
    storeConference();
    gateway.reader.putCall(aCall('two'));
    const compat = join(import.meta.dirname, '../../../libs/graphql-api/compat/two-sides.operations.graphql');
    const ask = async (operationName: string, variables: Record<string, unknown>) => {
      const { body } = await gateway.http('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: readFileSync(compat, 'utf8'), variables, operationName }),
      });
      const answer = JSON.parse(body.toString()) as { data: Record<string, never>; errors?: unknown };
      expect(answer.errors).toBeUndefined();
      return answer.data;
    };
    expect(await ask('CallList', { first: 100 })).toMatchObject({ calls: { nodes: [{ id: 'talk' }, { id: 'two' }] } });
    expect(await ask('CallSegments', { callId: 'talk', first: 500 })).toMatchObject({
      call: { segments: { nodes: [{ channel: 'CUSTOMER' }, { channel: 'AGENT' }, { channel: 'AGENT' }] } },
    });
    expect(await ask('CallById', { id: 'talk' })).toMatchObject({
      call: {
        metrics: { channels: [{ channel: 'CUSTOMER' }, { channel: 'AGENT' }, { channel: 'AGENT' }, {}] },
        ledger: [{ channel: 'CUSTOMER' }, { channel: 'AGENT' }, { channel: 'AGENT' }, { channel: 'AGENT' }],
        categoryMatches: [{ channel: 'CUSTOMER' }, { channel: 'AGENT' }],
      },
    });
  });

  describe('in a subscription', () => {
    const subscribe = async (kind: RowKind, query: string) => {
      const received = new Received(gateway.client(), query);
      await gateway.untilOpen(kind, [received]);
      const until = async (count: number) => {
        await received.until(() => received.updates.length >= count);
        return received.updates;
      };
      return { until };
    };
    const publish = (id: string, revision: number, changes: Partial<SegmentView> = {}) =>
      gateway.publishSegment(aSegment('talk', id, { isPartial: true, revision, ...changes }));

    it('come with each partial, and are read once for many', async () => {
      storeConference();
      const { until } = await subscribe(
        'segment',
        'subscription { segmentChanged(callId: "talk") { track channel participant { id role name } } }',
      );
      gateway.reader.reads.length = 0;
      for (let revision = 1; revision <= 3; revision += 1) {
        await publish('1-0-1', revision, bySpeaker.bob);
        await until(revision);
      }
      await publish('2-0-1', 1, { track: 2, participantId: ids.cleo, role: 'SUPERVISOR' });
      const updates = await until(4);
      const bob = { track: 1, channel: 'AGENT', participant: { id: 'bob', role: 'AGENT', name: 'Bob' } };
      const cleo = { track: 2, channel: 'AGENT', participant: { id: 'cleo', role: 'SUPERVISOR', name: 'Cleo' } };
      expect(updates.map(({ segmentChanged }) => segmentChanged)).toEqual([bob, bob, bob, cleo]);
      expect(gateway.reader.reads).toEqual(['callsById:1']);
    });

    it('join, leave and take over a track while the call is watched', async () => {
      const all = conference('talk').participants;
      const { until } = await subscribe(
        'call',
        'subscription { callChanged(id: "talk") { participants { id leftAt } categoryMatches { category } } }',
      );
      await gateway.storeCall(aCall('talk', { version: 1, participants: all.slice(0, 1) }));
      await until(1);
      gateway.reader.putMatches(asCallId('talk'), [matchOf(bySpeaker.ann, 10)]);
      await gateway.storeCall(aCall('talk', { version: 2, participants: all }));
      expect((await until(2)).map(({ callChanged }) => callChanged)).toEqual([
        { participants: [{ id: 'ann', leftAt: null }], categoryMatches: [] },
        {
          participants: [
            { id: 'ann', leftAt: null },
            { id: 'bob', leftAt: '2031-05-04T10:00:20.000Z' },
            { id: 'cleo', leftAt: null },
          ],
          categoryMatches: [{ category: 'cancel' }],
        },
      ]);
    });
  });
});
