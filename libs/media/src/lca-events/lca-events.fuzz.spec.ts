import { describe, expect, it } from '@jest/globals';
import type { LcaSegment } from './lca-event.js';
import { lcaEventErrors } from './lca-event-errors.js';
import { readLcaRecord } from './read-lca-record.js';
import { UtteranceJoiner } from './utterance-joiner.js';

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one, `EARSHOT_FUZZ_CALLS` makes it longer. The name shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_129);
const RECORDS = Number(process.env.EARSHOT_FUZZ_CALLS ?? 300) * 5;

type Random = (below: number) => number;
const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
};

const names = [
  ...['CallId', 'callId', 'ContactId', 'EventType', 'eventType', 'Metadata', 'UtteranceEvent', 'TranscriptEvent'],
  ...['CategoryEvent', 'Segments', 'Utterance', 'Transcript', 'Categories', 'PostContactSummary', 'Results'],
  ...['MatchedCategories', 'MatchedDetails', 'TimestampRanges', 'PointsOfInterest', 'OneTimeMetadata'],
  ...['UtteranceId', 'TranscriptId', 'Id', 'SegmentId', 'ResultId', 'ParticipantRole', 'Channel', 'IsPartial'],
  ...['BeginOffsetMillis', 'EndOffsetMillis', 'StartTime', 'EndTime', 'Sentiment', 'SentimentWeighted'],
  ...['IssuesDetected', 'CharacterOffsets', 'Begin', 'End', 'Alternatives', 'PartialContent', 'Content', '__proto__'],
  ...['constructor', 'toString', 'AgentId', 'CreatedAt', 'Metadatajson', 'RecordingUrl', 'CallSummaryText'],
];
const values: readonly unknown[] = [
  ...[null, '', 0, 1, -1, 1.5, 1e308, true, false, '0', '1e3', ' 2', 'c1', 'START', 'END', 'SEGMENTS', 'FAILED'],
  ...['ADD_TRANSCRIPT_SEGMENT', 'ADD_CALL_CATEGORY', 'UPDATE_AGENT', 'CALL_ANALYTICS_METADATA', 'AGENT', 'CALLER'],
  ...['\ud800', '\u0000', '\u202egro', 'x'.repeat(300), '{"CallId":"m"}', '{', 'NaN', '__proto__'],
  ...['2026-11-29T12:00:00Z', '9999-99-99T99:99', 'https://a/b', 'javascript:1', 'CALLER_VOICETONE', 'POSITIVE'],
];

function makeValue(random: Random, depth: number): unknown {
  const kind = random(8);
  if (random(500) === 0) return 'y'.repeat(21_000);
  if (depth > 4 || kind < 4) return values[random(values.length)];
  if (kind === 4) return Array.from({ length: random(4) }, () => makeValue(random, depth + 1));
  const fields = Array.from({ length: random(5) }, () => [names[random(names.length)], makeValue(random, depth + 1)]);
  const object: unknown = Object.fromEntries(fields);
  return kind === 5 ? JSON.stringify(object) : object;
}

/** A record that can be read, before hostile fields replace some of its own. */
const sound = { EventType: 'ADD_TRANSCRIPT_SEGMENT', SegmentId: 's', StartTime: 0, EndTime: 1, Transcript: 'x' };

const fitsIntoEvent = ({ startMs, endMs, text, segmentId }: LcaSegment): boolean =>
  startMs >= 0 && endMs >= startMs && text.length <= 20_000 && segmentId.length <= 64;

const utf8 = new TextEncoder();

describe(`hostile call events (seed ${SEED})`, () => {
  it('are read or refused with a code, and never make times or texts that an event cannot hold', () => {
    const random = randomFrom(SEED);
    const joiner = new UtteranceJoiner();
    const known: ReadonlySet<string> = new Set(Object.keys(lcaEventErrors));
    const wrong: unknown[] = [];
    for (let each = 0; each < RECORDS; each++) {
      const record = {
        CallId: 'c',
        ...(random(2) === 0 && sound),
        ...(makeValue(random, 0) as object),
        ...(makeValue(random, 1) as object),
      };
      const read = readLcaRecord(utf8.encode(JSON.stringify(record)), 'fallback');
      const codes: readonly string[] = read.ok ? read.value.refused : [read.error];
      if (codes.some((code) => !known.has(code))) wrong.push(record);
      for (const event of read.ok ? read.value.events : []) {
        if (!('segment' in event)) continue;
        if (!fitsIntoEvent(event.kind === 'piece' ? joiner.joinPiece(event) : event.segment)) wrong.push(record);
      }
    }
    expect(wrong).toEqual([]);
  });
});
