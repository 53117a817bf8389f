import type { CallId } from '@earshot/contracts';
import type { StreamProgress } from '@earshot/ports';
import type { SqlClient } from '../../database.js';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { callRowColumns, NO_TENANT, updateCallsSql, type CallRow } from './call-row.js';
import type { SpanRow } from './group-writes.js';
import type { WriteOf } from './write-of.js';
import { formatMultirange } from '../ledger/multirange.js';
import { storableJson, storableText } from '../../storable-text.js';
import { runStatement } from '../../run-statement.js';
import { toMs, toTime } from '../../sql-time.js';

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
    `insert into calls (id, tenant, started_at, updated_at)
     select id, '${NO_TENANT}', to_timestamp(at_ms / 1000.0), to_timestamp(at_ms / 1000.0)
     from unnest($1::text[], $2::float8[]) as p(id, at_ms) order by id on conflict do nothing`,
    [calls.map(({ id }) => id), calls.map(({ atMs }) => atMs)],
  );

export const updateCalls = (client: SqlClient, rows: readonly CallRow[], nowMs: number): Promise<unknown[]> =>
  runStatement(client, 'update-calls', updateCallsSql, [storableJson(rows), nowMs]);

/** A match that was not stored before. */
export interface NewMatch {
  readonly callId: CallId;
  readonly category: string;
  readonly isAlert: boolean;
  readonly segmentId: string;
}

/** Returns the matches that are new. A match of a refused final counts for nothing. */
export async function insertMatches(client: SqlClient, writes: readonly WriteOf<'category'>[]): Promise<NewMatch[]> {
  if (writes.length === 0) return [];
  return runStatement(
    client,
    'insert-matches',
    `insert into category_matches (call_id, category, segment_id, is_alert, track, participant_id, role, at_ms)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::smallint[], $6::text[], $7::text[], $8::float8[])
       as p(call_id, category, segment_id, is_alert, track, participant_id, role, at_ms)
     where not exists (select 1 from doubled_segments d where d.call_id = p.call_id and d.id = p.segment_id)
     on conflict do nothing returning call_id as "callId", category, is_alert as "isAlert",
       segment_id as "segmentId"`,
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
    heard_at, has_recording, recorded_sample, is_recorded)
  select call_id, codec, sample_rate_hz, channel_count, position_sample, next_sequence,
    to_timestamp(last_audio_at_ms / 1000.0), ${toTime('$9')}, has_recording, recorded_sample, is_recorded
  from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::float8[], $8::boolean[], $10::bigint[], $11::boolean[])
    as p(call_id, codec, sample_rate_hz, channel_count, position_sample, next_sequence, last_audio_at_ms, has_recording, recorded_sample, is_recorded)
  on conflict (call_id) do update set
    codec = excluded.codec, sample_rate_hz = excluded.sample_rate_hz, channel_count = excluded.channel_count,
    position_sample = excluded.position_sample, next_sequence = greatest(s.next_sequence, excluded.next_sequence),
    last_audio_at = greatest(s.last_audio_at, excluded.last_audio_at), heard_at = excluded.heard_at,
    has_recording = s.has_recording or excluded.has_recording, recorded_sample = excluded.recorded_sample,
    is_recorded = excluded.is_recorded
  where (s.position_sample, s.has_recording, coalesce(s.recorded_sample, -1))
    < (excluded.position_sample, excluded.has_recording, excluded.recorded_sample)
    or (s.is_recorded <> excluded.is_recorded and s.position_sample <= excluded.position_sample)
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
    all.map(({ isRecorded }) => isRecorded),
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
     select call_id, to_timestamp(since_ms / 1000.0), is_connected, ${toTime('$4')}
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
       ${toMs('last_audio_at')} as "lastAudioAtMs"
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
