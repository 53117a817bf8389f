import type { CallId } from '@earshot/contracts';
import type { RowChange } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import { storableJson, storableText } from '../../storable-text.js';
import type { WriteOf } from './write-of.js';

const upsertSegmentsSql = `
  insert into segments (call_id, id, revision, track, participant_id, role, start_ms, end_ms, text, words, engine, sentiment,
    sentiment_score, redactions, recognized_at, are_word_times_estimated, sentiment_engine, issues)
  select call_id, id, revision, track, participant_id, role, start_ms, end_ms, body, words::jsonb, engine, sentiment, score,
    redactions::jsonb, to_timestamp(recognized_at_ms / 1000.0), are_word_times_estimated, sentiment_engine,
    issues::jsonb
  from unnest($1::text[], $2::text[], $3::int[], $4::smallint[], $5::text[], $6::text[], $7::float8[], $8::float8[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::float8[], $14::text[], $15::float8[], $16::boolean[], $17::text[],
    $18::text[])
    as p(call_id, id, revision, track, participant_id, role, start_ms, end_ms, body, words, engine, sentiment, score,
      redactions, recognized_at_ms, are_word_times_estimated, sentiment_engine, issues)
  on conflict (call_id, id) do update set
    revision = excluded.revision, track = excluded.track, participant_id = excluded.participant_id, role = excluded.role,
    start_ms = excluded.start_ms, end_ms = excluded.end_ms,
    text = excluded.text, words = excluded.words, engine = excluded.engine, sentiment = excluded.sentiment,
    sentiment_score = excluded.sentiment_score, redactions = excluded.redactions, recognized_at = excluded.recognized_at,
    are_word_times_estimated = excluded.are_word_times_estimated, sentiment_engine = excluded.sentiment_engine,
    issues = excluded.issues
  where segments.revision < excluded.revision
  returning call_id as "callId", id, revision as version`;

/**
 * Returns the segments whose stored revision equals the written one, including repetitions, but not segments with a
 * newer revision.
 */
export async function upsertSegments(client: SqlClient, writes: readonly WriteOf<'segment'>[]): Promise<RowChange[]> {
  if (writes.length === 0) return [];
  const column = (of: (write: WriteOf<'segment'>) => unknown) => writes.map(of);
  type Stored = { callId: CallId; id: string; version: number };
  const stored = await runStatement<Stored>(client, 'upsert-segments', upsertSegmentsSql, [
    column(({ callId }) => callId),
    column(({ data }) => data.segmentId),
    column(({ data }) => data.revision),
    column(({ data }) => data.track),
    column(({ data }) => storableText(data.participantId)),
    column(({ data }) => data.role),
    column(({ data }) => data.startMs),
    column(({ data }) => data.endMs),
    column(({ data }) => storableText(data.text)),
    column(({ data }) => storableJson(data.words)),
    column(({ data }) => storableText(data.engine)),
    column(({ data }) => data.sentiment ?? null),
    column(({ data }) => data.sentimentScore ?? null),
    column(({ data }) => storableJson(data.redactions)),
    column(({ data }) => data.recognizedAtMs),
    column(({ data }) => data.areWordTimesEstimated ?? false),
    column(({ data }) => (data.sentimentEngine === undefined ? null : storableText(data.sentimentEngine))),
    column(({ data }) => storableJson(data.issues ?? [])),
  ]);
  if (stored.length < writes.length) {
    stored.push(
      ...(await runStatement<Stored>(
        client,
        'same-segments',
        `select s.call_id as "callId", s.id, s.revision as version
         from unnest($1::text[], $2::text[], $3::int[]) as p(call_id, id, revision)
         join segments s on s.call_id = p.call_id and s.id = p.id and s.revision = p.revision
         where not (s.call_id || chr(10) || s.id = any($4::text[]))`,
        [
          column(({ callId }) => callId),
          column(({ data }) => data.segmentId),
          column(({ data }) => data.revision),
          stored.map(({ callId, id }) => `${callId}\n${id}`),
        ],
      )),
    );
  }
  return stored.map(({ callId, id, version }) => ({ kind: 'segment', callId, id, version }));
}
