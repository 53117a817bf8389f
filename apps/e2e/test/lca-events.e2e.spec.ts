import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { createKinesisStream, putKinesisRecord, startKinesis, type KinesisServer } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { query, untilCall } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

process.env['AWS_ACCESS_KEY_ID'] = 'spec';
process.env['AWS_SECRET_ACCESS_KEY'] = 'spec';

const STREAM = 'CallEventStream';
const CALL = `query ($id: ID!) { call(id: $id) { source status hasAudio durationMs customerNumber agentId categories alertCount
  ledger { track } problems { code } categoryMatches { category isAlert } participants { id role }
  segments(first: 50) { nodes { id text sentiment startMs endMs participant { role } } } } }`;

describe('call events of LCA, from Kinesis to GraphQL', () => {
  let kinesis: KinesisServer;
  let dataDir: string;
  let earshot: TestEarshot;
  /** Every process of the test has the same database. */
  const start = () =>
    startTestEarshot({
      ...{ AWS_REGION: 'eu-central-1', KINESIS_ENDPOINT: kinesis.endpoint, KINESIS_POLL_MS: '50' },
      ...{ EARSHOT_LCA_EVENTS_STREAM: STREAM, EARSHOT_LCA_EVENTS_QUIET_MS: '200', EARSHOT_LCA_EVENTS_ALERTS: 'cancel' },
      EARSHOT_DATA_DIR: dataDir,
    });
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-lca-events-'));
    await copyTestCluster(dataDir);
    kinesis = await startKinesis();
    await createKinesisStream(kinesis.endpoint, STREAM, 1);
    earshot = await start();
  }, 180_000);
  afterAll(async () => {
    await earshot.close();
    await kinesis.dispose();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('shows a call of every shape and casing, redacted, with its end, over a restart, and misses no audio', async () => {
    const put = (record: object) => putKinesisRecord(kinesis.endpoint, STREAM, 'call-1', record);
    const segment = { CallId: 'call-1', EventType: 'ADD_TRANSCRIPT_SEGMENT' };
    await put({
      callId: 'call-1',
      eventType: 'START',
      customerPhoneNumber: '+15550100',
      createdAt: '2026-11-29T12:00:00Z',
    });
    const card = 'My card number is 4111 1111 1111 1111.';
    const utterance = { UtteranceId: 'u1', ParticipantRole: 'CUSTOMER', BeginOffsetMillis: 0, EndOffsetMillis: 4_000 };
    await put({ ...segment, UtteranceEvent: { ...utterance, IsPartial: true, Transcript: 'My card' } });
    await put({
      ...segment,
      UtteranceEvent: { ...utterance, IsPartial: false, Transcript: card, Sentiment: 'NEGATIVE' },
    });
    await untilCall(earshot.graphqlUrl, 'call-1', ({ segments }) => segments.nodes.length === 1);
    await earshot.close();
    const result = { ResultId: 'ch_1-5', Channel: 'AGENT', StartTime: 5, EndTime: '6.5', IsPartial: false };
    await put({ ...segment, TranscriptEvent: { ...result, Transcript: 'Let me look.' } });
    await put({
      ...segment,
      SegmentId: 's1',
      Channel: 'CALLER',
      StartTime: 7,
      EndTime: 8,
      Transcript: 'Thanks.',
      IsPartial: false,
    });
    const MatchedDetails = { cancel: { TimestampRanges: [{ BeginOffsetMillis: 0, EndOffsetMillis: 4_000 }] } };
    await put({ CallId: 'call-1', CategoryEvent: { MatchedCategories: ['cancel'], MatchedDetails } });
    await put({ CallId: 'call-1', EventType: 'UPDATE_AGENT', AgentId: 'bob' });
    await put({ CallId: 'call-1', EventType: 'NONSENSE' });
    await put({ CallId: 'call-1', EventType: 'END', UpdatedAt: '2026-11-29T12:01:00Z' });
    const Transcript = {
      Id: 't1',
      ParticipantRole: 'AGENT',
      Content: 'Goodbye.',
      BeginOffsetMillis: 9_000,
      EndOffsetMillis: 9_500,
    };
    await put({ ContactId: 'call-1', Channel: 'VOICE', EventType: 'SEGMENTS', Segments: [{ Transcript }] });

    earshot = await start();
    await untilCall(
      earshot.graphqlUrl,
      'call-1',
      ({ status, segments }) => status === 'ENDED' && segments.nodes.length === 4,
    );
    const { call } = await query<{ call: { segments: { nodes: { text: string }[] } } }>(earshot.graphqlUrl, CALL, {
      id: 'call-1',
    });
    expect(call).toMatchObject({
      ...{ source: 'lca-events', status: 'ENDED', hasAudio: false, durationMs: 60_000, ledger: [] },
      ...{ customerNumber: '+15550100', agentId: 'bob', alertCount: 1, problems: [{ code: 'EVENT_UNKNOWN' }] },
      categories: expect.arrayContaining(['cancel']),
      categoryMatches: expect.arrayContaining([{ category: 'cancel', isAlert: true }]),
      participants: [
        { id: 'customer', role: 'CUSTOMER' },
        { id: 'agent', role: 'AGENT' },
      ],
    });
    expect(call.segments.nodes).toMatchObject([
      { id: 'u1', sentiment: 'NEGATIVE', startMs: 0, endMs: 4_000, participant: { role: 'CUSTOMER' } },
      { id: 'ch_1%2D5', text: 'Let me look.', participant: { role: 'AGENT' } },
      { id: 's1', text: 'Thanks.', startMs: 7_000 },
      { id: 't1', text: 'Goodbye.', participant: { role: 'AGENT' } },
    ]);
    expect(call.segments.nodes[0]?.text).not.toContain('4111');
  }, 180_000);
});
