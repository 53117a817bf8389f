import { randomUUID } from 'node:crypto';
import { NO_CALL_ID, type EarshotEvent, type EventOf } from '@earshot/contracts';
import { KinesisRecordStreams } from '@earshot/event-bus';
import { systemClock } from '@earshot/runtime';
import {
  CapturingLogger,
  createKinesisStream,
  InMemoryShardLeases,
  ManualClock,
  putKinesisRecord,
  startKinesis,
  type KinesisServer,
} from '@earshot/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';

process.env['AWS_ACCESS_KEY_ID'] = 'spec';
process.env['AWS_SECRET_ACCESS_KEY'] = 'spec';

const QUIET_MS = 3_000;
/** What ingest notices of the stream comes in its own time. */
const PATIENCE_MS = 60_000;

let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

let stream: string;
let leases: InMemoryShardLeases;
let clock: ManualClock;
let registry: FakeRegistry;
let running: IngestUnderTest[];
beforeEach(async () => {
  [stream, clock, running, registry] = [`s-${randomUUID()}`, new ManualClock(), [], new FakeRegistry()];
  leases = new InMemoryShardLeases({ nowMs: () => performance.now() });
  await createKinesisStream(kinesis.endpoint, stream, 2);
});
afterEach(async () => {
  for (const ingest of running) await ingest.close();
});

/** A process of ingest that reads the stream. The processes of a test share the leases. */
async function startIngest(settings: Record<string, string> = {}): Promise<IngestUnderTest> {
  const openRecordStreams = () =>
    new KinesisRecordStreams({
      settings: {
        ...{ region: 'eu-central-1', endpoint: kinesis.endpoint, streamPrefix: 'spec.', maxShards: 1 },
        ...{ createsStreams: false, fanOut: false, pollMs: 20, lingerMs: 1, leaseMs: 2_000 },
      },
      ...{ leases, clock: systemClock, newId: randomUUID, logger: new CapturingLogger() },
    });
  const ingest = await IngestUnderTest.openIn(
    { bus: new CapturingBus(true), registry, openRecordStreams },
    { EARSHOT_LCA_EVENTS_STREAM: stream, EARSHOT_LCA_EVENTS_QUIET_MS: String(QUIET_MS), ...settings },
    clock,
  );
  running.push(ingest);
  return ingest;
}

const put = (callId: string, record: object | string) => putKinesisRecord(kinesis.endpoint, stream, callId, record);
const say = (callId: string, id: string, text: string, more: object = {}) =>
  put(callId, {
    ...{ CallId: callId, EventType: 'ADD_TRANSCRIPT_SEGMENT' },
    UtteranceEvent: {
      ...{ UtteranceId: id, ParticipantRole: 'CUSTOMER', IsPartial: false, Transcript: text },
      ...{ BeginOffsetMillis: 0, EndOffsetMillis: 1_000, ...more },
    },
  });
const segments = (events: readonly EarshotEvent[]) =>
  events.filter((event): event is EventOf<'transcript.segment'> => event.type === 'transcript.segment');
const texts = (ingest: IngestUnderTest, callId: string) => segments(ingest.bus.of(callId)).map(({ data }) => data.text);

describe('call events of LCA on a Kinesis stream', () => {
  it(
    'begin a call that belongs to the stream, and bring its words, its agent and its categories',
    async () => {
      const CreatedAt = '2026-11-29T12:00:00Z';
      await put('c1', {
        CallId: 'c1',
        EventType: 'START',
        CustomerPhoneNumber: '+15550100',
        AgentId: 'ann',
        CreatedAt,
      });
      await say('c1', 'u1', 'hel', { IsPartial: true });
      await say('c1', 'u1', 'hello', { Sentiment: 'POSITIVE', Items: [{}] });
      await put('c1', { callId: 'c1', eventType: 'UPDATE_AGENT', agentId: 'bob' });
      const MatchedDetails = { greeting: { TimestampRanges: [{ BeginOffsetMillis: 0, EndOffsetMillis: 500 }] } };
      await put('c1', { CallId: 'c1', CategoryEvent: { MatchedCategories: ['greeting'], MatchedDetails } });
      // The records came before anybody read the stream for the first time.
      const ingest = await startIngest({ EARSHOT_LCA_EVENTS_ALERTS: 'greeting' });
      const { bus, metrics } = ingest;
      const { data: category } = await bus.next('c1', 'category.matched');
      const ofCall = bus.of('c1');
      expect(ofCall[0]).toMatchObject({
        type: 'call.started',
        data: {
          ...{ source: 'lca-events', startedAtMs: Date.parse(CreatedAt), customerNumber: '+15550100', agentId: 'ann' },
          ...{ tenant: 'default', startedBy: `source:lca-events:${stream}`, textOnly: { longestQuietMs: 7_200_000 } },
        },
      });
      const participants = ofCall.flatMap((event) =>
        event.type === 'participant.joined' ? [event.data.participant] : [],
      );
      expect(participants).toEqual([
        { id: 'customer', role: 'CUSTOMER', number: '+15550100' },
        { id: 'agent', role: 'AGENT', name: 'ann' },
      ]);
      const [partial, final] = segments(ofCall).map(({ data }) => data);
      expect(partial).toMatchObject({ segmentId: 'u1', isPartial: true, text: 'hel', role: 'CUSTOMER', track: 0 });
      expect(final).toMatchObject({
        ...{ segmentId: 'u1', isPartial: false, text: 'hello', startMs: 0, endMs: 1_000 },
        ...{ sentiment: 'POSITIVE', sentimentScore: 5, sentimentEngine: 'lca-events' },
      });
      expect(final?.revision).toBeGreaterThan(partial?.revision ?? Infinity);
      expect(await bus.next('c1', 'call.changed')).toMatchObject({ data: { agentId: 'bob' } });
      expect(category).toMatchObject({ category: 'greeting', isAlert: true, atMs: 0 });
      await metrics.reach('earshot_ingest_unkept_total', 1);
    },
    PATIENCE_MS,
  );

  it(
    'end a call when nothing has come of it for the quiet time, so that late finals are before its end',
    async () => {
      const ingest = await startIngest();
      await say('c2', 'u1', 'goodbye');
      await put('c2', { CallId: 'c2', EventType: 'END', UpdatedAt: '2026-11-29T12:10:00Z' });
      await say('c2', 'u2', 'bye');
      await ingest.bus.until(() => texts(ingest, 'c2').length === 2);
      // The late final restarted the wait.
      await put('c2', { CallId: 'c2', EventType: 'END', UpdatedAt: '2026-11-29T12:20:00Z' });
      await say('c2', 'u3', 'still here', { EndOffsetMillis: 9_000 });
      await ingest.bus.until(() => texts(ingest, 'c2').length === 3);
      await clock.advance(QUIET_MS - 1);
      expect(ingest.bus.types('c2')).not.toContain('call.ended');
      await clock.advance(1);
      const { data } = await ingest.bus.next('c2', 'call.ended');
      expect(data).toEqual({ endedAtMs: Date.parse('2026-11-29T12:10:00Z'), durationMs: 9_000, reason: 'ENDED' });
      await ingest.bus.next('c2', 'transcript.completed');
      expect(ingest.bus.types('c2').slice(-2)).toEqual(['call.ended', 'transcript.completed']);
      expect(ingest.bus.types('c2').filter((type) => type === 'call.started')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'begin a call once, however many partition keys its producer uses',
    async () => {
      registry.stall();
      const ingest = await startIngest();
      const started = { CallId: 'c7', EventType: 'START', AgentId: 'ann', ExpiresAfter: 90 };
      for (const key of ['k1', 'k2', 'k3', 'k4']) await putKinesisRecord(kinesis.endpoint, stream, key, started);
      await ingest.metrics.reach('earshot_ingest_unkept_total', 4);
      registry.answer();
      await putKinesisRecord(kinesis.endpoint, stream, 'k1', {
        CallId: 'c7',
        EventType: 'UPDATE_AGENT',
        AgentId: 'bob',
      });
      await ingest.bus.until(() => JSON.stringify(ingest.bus.of('c7')).includes('bob'));
      expect(ingest.bus.types('c7').filter((type) => type === 'call.started')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'bring metadata of the call, and no secret in it',
    async () => {
      const ingest = await startIngest();
      const Metadatajson = JSON.stringify({ campaign: 'renewals', authToken: 's3cret' });
      await put('c6', { CallId: 'c6', EventType: 'START', Metadatajson });
      const { data } = await ingest.bus.next('c6', 'call.started');
      expect(data).toMatchObject({ metadata: { campaign: 'renewals' } });
      expect(JSON.stringify([ingest.bus.events, ingest.logger.lines])).not.toContain('s3cret');
    },
    PATIENCE_MS,
  );

  it(
    'set a record aside that cannot be read, and go on',
    async () => {
      const ingest = await startIngest();
      await put('c3', 'no JSON, but a secret');
      await put('c3', { CallId: 'c3', EventType: 'END_OF_TIME' });
      await say('c3', 'u1', 'fine', { BeginOffsetMillis: -5 });
      await say('c3', 'u2', 'heard');
      await ingest.bus.until(() => texts(ingest, 'c3').length === 1);
      const letters = ingest.bus.events.flatMap((event) => (event.type === 'dead.letter' ? [event] : []));
      expect(letters.map(({ data }) => [data.topic, data.code])).toEqual([
        [stream.slice(0, 64), 'TEXT_NOT_JSON'],
        [stream.slice(0, 64), 'EVENT_UNKNOWN'],
        [stream.slice(0, 64), 'SEGMENT_TIME_INVALID'],
      ]);
      // Nothing began the call by then, so the letters name none.
      expect(letters.map(({ callId }) => callId)).toEqual([NO_CALL_ID, NO_CALL_ID, NO_CALL_ID]);
      expect(JSON.stringify([ingest.logger.lines, letters])).not.toContain('secret');
    },
    PATIENCE_MS,
  );

  it(
    'leave calls alone that another principal brought, and calls that are erased',
    async () => {
      const known = {
        codec: 'L16' as const,
        sampleRateHz: 8_000,
        channelCount: 2,
        positionSample: 0,
        lastAudioAtMs: 0,
      };
      const rest = { nextSequence: 0, pause: null, startedAtMs: 0 };
      registry.known.set('theirs', { ...known, ...rest, state: 'OPEN', startedBy: 'key:other' });
      registry.known.set('erased', { ...known, ...rest, state: 'CLOSED', startedBy: null });
      registry.known.set('ours', { ...known, ...rest, state: 'CLOSED', startedBy: `source:lca-events:${stream}` });
      const ingest = await startIngest();
      await say('theirs', 'u1', 'forged');
      await say('erased', 'u1', 'forgotten');
      await say('ours', 'u1', 'ours');
      await ingest.metrics.reach('earshot_ingest_refused_total', 2);
      await ingest.bus.until(() => texts(ingest, 'ours').length === 1);
      expect(ingest.bus.types('ours')).not.toContain('call.started');
      expect([...ingest.bus.of('theirs'), ...ingest.bus.of('erased')]).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'come again after a restart until their effect is on the bus, with the same ids and revisions',
    async () => {
      const first = await startIngest();
      await put('c4', { CallId: 'c4', EventType: 'START' });
      await say('c4', 'u1', 'one');
      await put('c4', { CallId: 'c4', EventType: 'END' });
      await say('c4', 'u2', 'two');
      await first.bus.until(() => texts(first, 'c4').length === 2);
      // The end waits, so its record and the later one are not acknowledged.
      await first.close();
      registry.known.set('c4', {
        ...{ codec: 'L16', sampleRateHz: 8_000, channelCount: 2, positionSample: 0, lastAudioAtMs: 0, nextSequence: 0 },
        ...{ pause: null, startedAtMs: 0, state: 'CLOSED', startedBy: `source:lca-events:${stream}` },
      });
      const second = await startIngest();
      await say('c4', 'u3', 'three');
      await second.bus.until(() => texts(second, 'c4').includes('three'));
      await clock.advance(QUIET_MS);
      await second.bus.next('c4', 'transcript.completed');
      const all = segments([...first.bus.of('c4'), ...second.bus.of('c4')]).map(({ data }) => data);
      const distinct = new Set(all.map(({ segmentId, revision, text }) => JSON.stringify([segmentId, revision, text])));
      expect([...distinct].map((one) => (JSON.parse(one) as string[])[2]).sort()).toEqual(['one', 'three', 'two']);
      expect(texts(second, 'c4')).toEqual(['two', 'three']);
      expect(first.bus.types('c4')).not.toContain('call.ended');
      expect(second.bus.types('c4').filter((type) => type === 'call.ended')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'join the pieces of Contact Lens',
    async () => {
      const ingest = await startIngest();
      const said = { TranscriptId: 't1', ParticipantRole: 'CUSTOMER' };
      const piece = (Id: string, PartialContent: string, BeginOffsetMillis: number) => ({
        Utterance: { ...said, Id, PartialContent, BeginOffsetMillis, EndOffsetMillis: BeginOffsetMillis + 400 },
      });
      const record = { ContactId: 'c5', EventType: 'SEGMENTS', Channel: 'VOICE', LanguageCode: 'en-US' };
      await put('c5', { ContactId: 'c5', EventType: 'STARTED', InstanceId: 'i' });
      await put('c5', { ...record, Segments: [piece('p1', 'my card', 0)] });
      await put('c5', { ...record, Segments: [piece('p2', 'was', 400), piece('p3', 'stolen', 800)] });
      const Transcript = { Id: 't1', ParticipantRole: 'CUSTOMER', Content: 'My card was stolen.' };
      await put('c5', {
        ...record,
        Segments: [{ Transcript: { ...Transcript, BeginOffsetMillis: 0, EndOffsetMillis: 1_200 } }],
      });
      await ingest.bus.until(() => texts(ingest, 'c5').length === 3);
      expect(texts(ingest, 'c5')).toEqual(['my card', 'my card was stolen', 'My card was stolen.']);
      expect(new Set(segments(ingest.bus.of('c5')).map(({ data }) => data.segmentId))).toEqual(new Set(['t1']));
    },
    PATIENCE_MS,
  );
});
