import type { CallId } from '@earshot/contracts';
import type { RowChange, StreamProgress } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { callRowColumns, updateCallsSql, type CallRow } from './call-row.js';
import type { SpanRow } from './group-writes.js';
import type { WriteOf } from './write-of.js';
import { formatMultirange } from '../ledger/multirange.js';
import { storableJson, storableText } from '../../storable-text.js';
import { runStatement } from '../../run-statement.js';

const lockSql = `select ${callRowColumns} from calls where id = any($1::text[]) order by id for no key update`;

/** Locks the rows of the calls in the order of their ids, so that two batches cannot deadlock. */
export const lockCalls = (client: SqlClient, ids: readonly CallId[]): Promise<CallRow[]> =>
  runStatement<CallRow>(client, 'lock-calls', lockSql, [ids]);

/** Inserts rows for calls whose `call.started` has not come yet, because topics do not wait for each other. */
export const insertMissingCalls = (
  client: SqlClient,
  calls: readonly { id: CallId; atMs: number }[],
): Promise<unknown[]> =>
  runStatement(
    client,
    'insert-calls',
    `insert into calls (id, started_at, updated_at)
     select id, to_timestamp(at_ms / 1000.0), to_timestamp(at_ms / 1000.0)
     from unnest($1::text[], $2::float8[]) as p(id, at_ms) order by id on conflict do nothing`,
    [calls.map(({ id }) => id), calls.map(({ atMs }) => atMs)],
  );

export const updateCalls = (client: SqlClient, rows: readonly CallRow[], nowMs: number): Promise<unknown[]> =>
  runStatement(client, 'update-calls', updateCallsSql, [storableJson(rows), nowMs]);

const upsertSegmentsSql = `
  insert into segments (call_id, id, revision, track, participant_id, role, start_ms, end_ms, text, words, engine, sentiment,
    sentiment_score, redactions, recognized_at, are_word_times_estimated, sentiment_engine)
  select call_id, id, revision, track, participant_id, role, start_ms, end_ms, body, words::jsonb, engine, sentiment, score,
    redactions::jsonb, to_timestamp(recognized_at_ms / 1000.0), are_word_times_estimated, sentiment_engine
  from unnest($1::text[], $2::text[], $3::int[], $4::smallint[], $5::text[], $6::text[], $7::float8[], $8::float8[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::float8[], $14::text[], $15::float8[], $16::boolean[], $17::text[])
    as p(call_id, id, revision, track, participant_id, role, start_ms, end_ms, body, words, engine, sentiment, score,
      redactions, recognized_at_ms, are_word_times_estimated, sentiment_engine)
  on conflict (call_id, id) do update set
    revision = excluded.revision, track = excluded.track, participant_id = excluded.participant_id, role = excluded.role,
    start_ms = excluded.start_ms, end_ms = excluded.end_ms,
    text = excluded.text, words = excluded.words, engine = excluded.engine, sentiment = excluded.sentiment,
    sentiment_score = excluded.sentiment_score, redactions = excluded.redactions, recognized_at = excluded.recognized_at,
    are_word_times_estimated = excluded.are_word_times_estimated, sentiment_engine = excluded.sentiment_engine
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

/** Returns the matches that are new. A match of a refused final counts for nothing. */
export async function insertMatches(
  client: SqlClient,
  writes: readonly WriteOf<'category'>[],
): Promise<{ callId: CallId; category: string; isAlert: boolean }[]> {
  if (writes.length === 0) return [];
  return runStatement(
    client,
    'insert-matches',
    `insert into category_matches (call_id, category, segment_id, is_alert, track, participant_id, role, at_ms)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::smallint[], $6::text[], $7::text[], $8::float8[])
       as p(call_id, category, segment_id, is_alert, track, participant_id, role, at_ms)
     where not exists (select 1 from doubled_segments d where d.call_id = p.call_id and d.id = p.segment_id)
     on conflict do nothing returning call_id as "callId", category, is_alert as "isAlert"`,
    [
      writes.map(({ callId }) => callId),
      writes.map(({ data }) => storableText(data.category)),
      writes.map(({ data }) => data.segmentId),
      writes.map(({ data }) => data.isAlert),
      writes.map(({ data }) => data.track),
      writes.map(({ data }) => storableText(data.participantId)),
      writes.map(({ data }) => data.role),
      writes.map(({ data }) => data.atMs),
    ],
  );
}

const upsertStreamsSql = `
  insert into streams as s (call_id, codec, sample_rate_hz, channel_count, position_sample, next_sequence, last_audio_at,
    heard_at, has_recording, recorded_sample)
  select call_id, codec, sample_rate_hz, channel_count, position_sample, next_sequence,
    to_timestamp(last_audio_at_ms / 1000.0), to_timestamp($9::float8 / 1000.0), has_recording, recorded_sample
  from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::float8[], $8::boolean[], $10::bigint[])
    as p(call_id, codec, sample_rate_hz, channel_count, position_sample, next_sequence, last_audio_at_ms, has_recording, recorded_sample)
  on conflict (call_id) do update set
    codec = excluded.codec, sample_rate_hz = excluded.sample_rate_hz, channel_count = excluded.channel_count,
    position_sample = excluded.position_sample, next_sequence = greatest(s.next_sequence, excluded.next_sequence),
    last_audio_at = greatest(s.last_audio_at, excluded.last_audio_at), heard_at = excluded.heard_at,
    has_recording = s.has_recording or excluded.has_recording, recorded_sample = excluded.recorded_sample
  where (s.position_sample, s.has_recording, coalesce(s.recorded_sample, -1))
    < (excluded.position_sample, excluded.has_recording, excluded.recorded_sample)
  returning call_id as "callId"`;

/** Returns the calls whose position changed. */
export async function upsertStreams(
  client: SqlClient,
  progress: ReadonlyMap<CallId, StreamProgress>,
  nowMs: number,
): Promise<{ callId: CallId }[]> {
  if (progress.size === 0) return [];
  const all = [...progress.values()];
  return runStatement(client, 'upsert-streams', upsertStreamsSql, [
    [...progress.keys()],
    all.map(({ codec }) => codec),
    all.map(({ sampleRateHz }) => sampleRateHz),
    all.map(({ channelCount }) => channelCount),
    all.map(({ positionSample }) => positionSample),
    all.map(({ nextSequence }) => nextSequence),
    all.map(({ lastAudioAtMs }) => lastAudioAtMs),
    all.map(({ hasRecording }) => hasRecording),
    nowMs,
    all.map(({ recordedSample }) => recordedSample),
  ]);
}

/** Returns the calls whose silence was announced. */
export async function upsertSilences(
  client: SqlClient,
  silences: ReadonlyMap<CallId, WriteOf<'silence'>>,
  nowMs: number,
): Promise<{ callId: CallId }[]> {
  if (silences.size === 0) return [];
  const all = [...silences.values()];
  return runStatement(
    client,
    'upsert-silences',
    `insert into silences (call_id, since, is_connected, announced_at)
     select call_id, to_timestamp(since_ms / 1000.0), is_connected, to_timestamp($4::float8 / 1000.0)
     from unnest($1::text[], $2::float8[], $3::boolean[]) as p(call_id, since_ms, is_connected)
     on conflict (call_id) do update set
       since = excluded.since, is_connected = excluded.is_connected, announced_at = excluded.announced_at
     returning call_id as "callId"`,
    [
      all.map(({ callId }) => callId),
      all.map(({ sinceMs }) => sinceMs),
      all.map(({ isConnected }) => isConnected),
      nowMs,
    ],
  );
}

/** Adds spans to the stored ones. Returns the calls whose ledger changed. */
export async function addLedgerSpans(client: SqlClient, rows: readonly SpanRow[]): Promise<{ callId: CallId }[]> {
  if (rows.length === 0) return [];
  return runStatement(
    client,
    'add-ledger-spans',
    `insert into ledger_spans as l (call_id, track, kind, reason, spans)
     select call_id, track, kind, reason, spans::int8multirange
     from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[]) as p(call_id, track, kind, reason, spans)
     on conflict (call_id, track, kind, reason) do update set spans = l.spans + excluded.spans
     where not l.spans @> excluded.spans
     returning call_id as "callId"`,
    [
      rows.map(({ callId }) => callId),
      rows.map(({ track }) => track),
      rows.map(({ kind }) => kind),
      rows.map(({ reason }) => storableText(reason)),
      rows.map(({ spans }) => formatMultirange(spans)),
    ],
  );
}

export interface StoredStream {
  readonly callId: CallId;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly positionSample: number;
  readonly lastAudioAtMs: number;
}

export interface StoredSpans {
  readonly callId: CallId;
  readonly track: number;
  readonly kind: LedgerKind;
  readonly reason: string;
  readonly spans: string;
}

/** Reads the streams and ledger spans of these calls. */
export async function readLedgerRows(
  client: SqlClient,
  ids: readonly CallId[],
): Promise<{ streams: StoredStream[]; spans: StoredSpans[] }> {
  const streams = await runStatement<StoredStream>(
    client,
    'read-streams',
    `select call_id as "callId", sample_rate_hz as "sampleRateHz", channel_count as "channelCount", position_sample::float8 as "positionSample",
       (extract(epoch from last_audio_at) * 1000)::float8 as "lastAudioAtMs"
     from streams where call_id = any($1::text[])`,
    [ids],
  );
  const spans = await runStatement<StoredSpans>(
    client,
    'read-spans',
    `select call_id as "callId", track, kind, reason, spans::text as spans from ledger_spans where call_id = any($1::text[])`,
    [ids],
  );
  return { streams, spans };
}
