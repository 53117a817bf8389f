import { describe, expect, it } from '@jest/globals';
import type { LcaRecord } from './lca-event.js';
import { readLcaRecord } from './read-lca-record.js';

const utf8 = new TextEncoder();
const read = (record: unknown) =>
  readLcaRecord(utf8.encode(typeof record === 'string' ? record : JSON.stringify(record)), 'fallback');

function readRecord(record: unknown): LcaRecord {
  const result = read(record);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const eventsOf = (record: object) => readRecord({ CallId: 'c1', ...record }).events;
const segmentOf = (record: object) => {
  const [event] = eventsOf({ EventType: 'ADD_TRANSCRIPT_SEGMENT', ...record });
  return event !== undefined && 'segment' in event ? event.segment : undefined;
};

const caller = { role: 'CUSTOMER', track: 0, participantId: 'customer' };
const agent = { role: 'AGENT', track: 1, participantId: 'agent' };
const utterance = {
  ...{ UtteranceId: 'u1', ParticipantRole: 'CUSTOMER', IsPartial: false, Transcript: 'Hello there' },
  ...{ BeginOffsetMillis: 0, EndOffsetMillis: 1_500 },
};

describe('the events of a call', () => {
  it('are read with the first letter of every key in either case', () => {
    const facts = { customerNumber: '+15550100', systemNumber: '+15550199', agentId: 'ann' };
    const started = { kind: 'started', atMs: Date.UTC(2026, 10, 29, 12, 0, 0, 123), ...facts };
    const times = ['2026-11-29T12:00:00.123Z', '2026-11-29T12:00:00.123456+00:00', '2026-11-29T12:00:00.123456'];
    for (const CreatedAt of times) {
      const record = { EventType: 'START', CustomerPhoneNumber: '+15550100', SystemPhoneNumber: '+15550199' };
      expect(eventsOf({ ...record, AgentId: 'ann', CreatedAt })).toEqual([started]);
    }
    const lower = { callId: 'c1', eventType: 'START', customerPhoneNumber: '+15550100' };
    expect(readRecord(lower).events).toEqual([{ kind: 'started', customerNumber: '+15550100' }]);
  });

  it.each([
    [{ EventType: 'STARTED', ContactId: 'c1' }, { kind: 'started' }],
    [{ EventType: 'END' }, { kind: 'ended', hasFailed: false }],
    [{ EventType: 'COMPLETED' }, { kind: 'ended', hasFailed: false }],
    [{ EventType: 'FAILED' }, { kind: 'ended', hasFailed: true }],
    [
      { EventType: 'UPDATE_AGENT', AgentId: 'bob' },
      { kind: 'agent-changed', agentId: 'bob' },
    ],
    [
      { EventType: 'ADD_SUMMARY', CallSummaryText: 'All well.' },
      { kind: 'summary', text: 'All well.' },
    ],
    [
      { EventType: 'ADD_S3_RECORDING_URL', RecordingUrl: 's3://b/k.wav' },
      { kind: 'recording-url', url: 's3://b/k.wav' },
    ],
    [
      { EventType: 'ADD_PCA_URL', PcaUrl: 'https://pca/x' },
      { kind: 'pca-url', url: 'https://pca/x' },
    ],
    [
      { EventType: 'ADD_AGENT_ASSIST', Transcript: 'Offer a refund', IsPartial: false, Channel: 'AGENT_ASSISTANT' },
      { kind: 'assist', text: 'Offer a refund', isPartial: false },
    ],
    [
      { EventType: 'START', Metadatajson: '{"queue":"sales","vip":true,"none":null}' },
      { kind: 'started', metadata: { queue: 'sales', vip: 'true' } },
    ],
  ])('%j', (record, event) => expect(eventsOf(record)).toEqual([event]));

  it('let the fields of Metadata win', () => {
    const record = { CallId: 'other', EventType: 'START', AgentId: 'ann', Metadata: '{"callId":"c1","agentId":"bob"}' };
    expect(readRecord(record)).toMatchObject({ callId: 'c1', events: [{ kind: 'started', agentId: 'bob' }] });
  });

  it('tell the numbers of Call Analytics by its direction', () => {
    const numbers = { callId: 'c1', fromNumber: '+1', toNumber: '+2', transactionId: 't' };
    const message = (direction: string, more = {}) => ({
      'service-type': 'CallAnalytics',
      'detail-type': 'CallAnalyticsMetadata',
      metadata: JSON.stringify({ ...numbers, direction, ...more }),
    });
    const oneTimeMetadata = JSON.stringify({ s3RecordingUrl: 's3://b/r.wav', siprecMetadata: '<xml/>' });
    const inbound = readRecord(message('Inbound', { oneTimeMetadata }));
    expect(inbound.events).toEqual([
      {
        kind: 'facts-changed',
        customerNumber: '+1',
        systemNumber: '+2',
        metadata: { direction: 'Inbound', transactionId: 't' },
      },
      { kind: 'recording-url', url: 's3://b/r.wav' },
    ]);
    expect(inbound.unkept).toEqual(expect.arrayContaining(['SiprecMetadata']));
    expect(readRecord(message('Outbound')).events).toMatchObject([{ customerNumber: '+2', systemNumber: '+1' }]);
  });
});

describe('the four shapes of a segment', () => {
  it('reads an utterance of Call Analytics, with what its engine says of a final', () => {
    const Sentiment = 'NEGATIVE';
    const IssuesDetected = [{ CharacterOffsets: { Begin: 0, End: 5 } }];
    const expected = { ...caller, segmentId: 'u1', isPartial: false, startMs: 0, endMs: 1_500, text: 'Hello there' };
    expect(segmentOf({ EventType: undefined, UtteranceEvent: { ...utterance, Sentiment, IssuesDetected } })).toEqual({
      ...expected,
      ...{ sentiment: 'NEGATIVE', sentimentScore: -5 },
      issues: [{ startChar: 0, endChar: 5, startMs: 0, endMs: 1_500 }],
    });
    const partial = { ...utterance, IsPartial: true, Sentiment };
    expect(segmentOf({ UtteranceEvent: partial })).toEqual({ ...expected, isPartial: true });
    const weighted = { ...utterance, Sentiment: 'POSITIVE', SentimentWeighted: 0 };
    expect(segmentOf({ UtteranceEvent: weighted })).toMatchObject({ sentiment: 'POSITIVE', sentimentScore: 0 });
    expect(segmentOf({ UtteranceEvent: { ...utterance, Sentiment: ' ' } })).toMatchObject({ sentiment: 'NEUTRAL' });
    expect(segmentOf({ UtteranceEvent: { ...utterance, Sentiment: 'MIXED' } })).not.toHaveProperty('sentimentScore');
  });

  it('reads a transcript event, flattened or as Amazon Transcribe sends it', () => {
    const flat = { ResultId: 'r1', StartTime: '0.0', EndTime: 1.25, Transcript: 'Hi', IsPartial: 'false' };
    const expected = { segmentId: 'r1', startMs: 0, endMs: 1_250, text: 'Hi', isPartial: false };
    expect(segmentOf({ TranscriptEvent: { ...flat, Channel: 'CALLER' } })).toEqual({ ...expected, ...caller });
    expect(segmentOf({ TranscriptEvent: { ...flat, Channel: 'CUSTOMER' } })).toEqual({ ...expected, ...caller });
    const result = { ...flat, IsPartial: false, ChannelId: 'ch_1', Alternatives: [{ Transcript: 'Hi' }] };
    const Results = [result, { ...result, ResultId: 'r2', ChannelId: 'ch_0' }];
    const events = eventsOf({ 'detail-type': 'Transcribe', TranscriptEvent: { Transcript: { Results } } });
    expect(events).toEqual([
      { kind: 'segment', segment: { ...expected, ...agent } },
      { kind: 'segment', segment: { ...expected, ...caller, segmentId: 'r2' } },
    ]);
  });

  it('reads real-time segments of Contact Lens', () => {
    const said = { ParticipantRole: 'AGENT', BeginOffsetMillis: 100, EndOffsetMillis: 900 };
    const Segments = [
      { Utterance: { Id: 'p1', TranscriptId: 't1', PartialContent: 'Good', ...said } },
      { Transcript: { Id: 't1', Content: 'Good day', Sentiment: 'POSITIVE', ...said } },
      {
        Categories: {
          MatchedCategories: ['greeting'],
          MatchedDetails: { greeting: { PointsOfInterest: [{ BeginOffsetMillis: 100, EndOffsetMillis: 900 }] } },
        },
      },
      { PostContactSummary: { Content: 'A greeting.', Status: 'COMPLETED' } },
      { PostContactSummary: { FailureCode: 'X', Status: 'FAILED' } },
    ];
    const record = { ContactId: 'c1', Channel: 'VOICE', EventType: 'SEGMENTS', LanguageCode: 'en-US', Segments };
    const segment = { ...agent, segmentId: 't1', startMs: 100, endMs: 900, language: 'en-US' };
    expect(readRecord(record)).toMatchObject({
      callId: 'c1',
      refused: [],
      unkept: ['Channel', 'Status', 'FailureCode', 'Status'],
    });
    expect(readRecord(record).events).toEqual([
      { kind: 'piece', pieceId: 'p1', segment: { ...segment, text: 'Good', isPartial: true } },
      {
        kind: 'segment',
        segment: { ...segment, text: 'Good day', isPartial: false, sentiment: 'POSITIVE', sentimentScore: 5 },
      },
      { kind: 'category-matched', category: 'greeting', span: { startMs: 100, endMs: 900 } },
      { kind: 'summary', text: 'A greeting.' },
    ]);
  });

  it('reads the shape of other producers, in seconds or milliseconds', () => {
    const words = { SegmentId: 's1', Transcript: 'Yes', IsPartial: false };
    const seconds = { ...words, StartTime: 0, EndTime: 0.5 };
    const expected = { segmentId: 's1', startMs: 0, endMs: 500, text: 'Yes', isPartial: false };
    expect(segmentOf({ ...seconds, Channel: 'AGENT' })).toEqual({ ...expected, ...agent });
    expect(segmentOf({ ...seconds })).toEqual({ ...expected, ...caller });
    expect(segmentOf({ ...seconds, IsCaller: false })).toEqual({ ...expected, ...agent });
    const millis = { ...words, BeginOffsetMillis: 0, EndOffsetMillis: 500 };
    expect(segmentOf(millis)).toEqual({ ...expected, ...caller });
    expect(segmentOf({ ...seconds, SegmentId: undefined })).toMatchObject({ segmentId: 'fallback' });
    expect(segmentOf({ ...seconds, StartTime: 2 })).toMatchObject({ startMs: 2_000, endMs: 2_000 });
    expect(segmentOf({ ...seconds, Transcript: '' })).toMatchObject({ text: '', isPartial: true });
  });

  it('knows every party by its role, and voice tone as no words', () => {
    const roleOf = (ParticipantRole: string) => segmentOf({ UtteranceEvent: { ...utterance, ParticipantRole } })?.role;
    const roles = ['CALLER', 'customer', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM', 'SOMEBODY', 'constructor'].map(
      roleOf,
    );
    expect(roles).toEqual([
      ...['CUSTOMER', 'CUSTOMER', 'AGENT', 'SUPERVISOR', 'AUTOMATION', 'AUTOMATION', 'UNKNOWN', 'UNKNOWN'],
    ]);
    const tone = { ...utterance, ParticipantRole: 'CALLER_VOICETONE', Transcript: 'voice tone' };
    expect(eventsOf({ UtteranceEvent: tone })).toEqual([{ kind: 'voice-tone', role: 'CUSTOMER' }]);
  });
});

describe('categories', () => {
  it('match spans, or the call as a whole', () => {
    const MatchedDetails = { complaint: { TimestampRanges: [{ BeginOffsetMillis: 0, EndOffsetMillis: 10 }] } };
    expect(eventsOf({ CategoryEvent: { MatchedCategories: ['complaint', 'late'], MatchedDetails } })).toEqual([
      { kind: 'category-matched', category: 'complaint', span: { startMs: 0, endMs: 10 } },
      { kind: 'category-matched', category: 'late', span: null },
    ]);
  });
});

describe('what is wrong', () => {
  it.each([
    ['[1]', 'TEXT_NOT_OBJECT'],
    ['{', 'TEXT_NOT_JSON'],
    [`{"CallId":"c","a":${'['.repeat(40)}${']'.repeat(40)}}`, 'RECORD_TOO_DEEP'],
    [' '.repeat(1_048_577), 'RECORD_TOO_LARGE'],
    ['{}', 'CALL_ID_MISSING'],
    ['{"CallId":7}', 'CALL_ID_INVALID'],
    ['{"CallId":"a\\u0000"}', 'CALL_ID_INVALID'],
  ])('makes a record unreadable: %.40s', (text, code) => expect(read(text)).toEqual({ ok: false, error: code }));

  it.each([
    [{}, 'EVENT_UNKNOWN'],
    [{ EventType: 'CONTINUE' }, 'EVENT_UNKNOWN'],
    [{ EventType: '__proto__' }, 'EVENT_UNKNOWN'],
    [{ EventType: 'UPDATE_AGENT' }, 'AGENT_MISSING'],
    [{ EventType: 'ADD_SUMMARY', CallSummaryText: ' ' }, 'SUMMARY_INVALID'],
    [{ EventType: 'ADD_PCA_URL', PcaUrl: 'javascript:alert(1)' }, 'URL_INVALID'],
    [{ EventType: 'ADD_CALL_CATEGORY', CategoryEvent: { MatchedCategories: [''] } }, 'CATEGORIES_INVALID'],
    [{ EventType: 'ADD_AGENT_ASSIST' }, 'ASSIST_INVALID'],
    [{ EventType: 'SEGMENTS', ContactId: 'c1', Segments: [] }, 'SEGMENTS_INVALID'],
    [{ UtteranceEvent: { ...utterance, UtteranceId: 'x'.repeat(65) } }, 'SEGMENT_ID_INVALID'],
    [{ UtteranceEvent: { ...utterance, Transcript: null } }, 'SEGMENT_TEXT_INVALID'],
    [{ UtteranceEvent: { ...utterance, EndOffsetMillis: 1.8e12 } }, 'SEGMENT_TIME_INVALID'],
    [{ UtteranceEvent: { ...utterance, BeginOffsetMillis: -1 } }, 'SEGMENT_TIME_INVALID'],
    [{ EventType: 'ADD_TRANSCRIPT_SEGMENT', Transcript: 'no times' }, 'SEGMENT_TIME_INVALID'],
  ])('is refused with its code: %j', (record, code) => {
    expect(readRecord({ CallId: 'c1', ...record })).toMatchObject({ events: [], refused: [code] });
  });

  it('does not keep the rest of its record from counting', () => {
    const Transcript = { Id: 't', Content: 'Hi', BeginOffsetMillis: 0, EndOffsetMillis: 1 };
    const Segments = [7, { Transcript }, { Transcript: { ...Transcript, Content: 3 } }];
    const record = readRecord({ ContactId: 'c1', EventType: 'SEGMENTS', Segments });
    expect(record.events).toMatchObject([{ kind: 'segment', segment: { segmentId: 't', text: 'Hi' } }]);
    expect(record.refused).toEqual(['SEGMENTS_INVALID', 'SEGMENT_TEXT_INVALID']);
  });

  it('names the fields that are not kept, however deep they stand', () => {
    const UtteranceEvent = { ...utterance, Items: [{ Content: 'Hello' }], Entities: [], Sentiment: 'GLAD' };
    const record = readRecord({ CallId: 'c1', UtteranceEvent, ExpiresAfter: 1, Empty: null, Metadata: 'no JSON' });
    expect([...record.unkept].sort()).toEqual(['Entities', 'ExpiresAfter', 'Items', 'Metadata', 'Sentiment']);
  });

  it('does no harm as a name of a field', () => {
    const record = readRecord(
      '{"CallId":"c1","EventType":"START","__proto__":{"AgentId":"x"},"Metadata":"{\\"__proto__\\":1}"}',
    );
    expect(record.events).toEqual([{ kind: 'started' }]);
  });
});
