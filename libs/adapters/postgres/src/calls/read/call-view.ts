import type { AudioCodec, CallId } from '@earshot/contracts';
import { toLedgerView, type CallStatus } from '@earshot/domain';
import type { CallMetricsView, CallView, ProblemView } from '@earshot/ports';
import { toMs } from '../../sql-time.js';
import type { LedgerKind } from '../ledger/ledger-span.entity.js';
import { sumCost } from './call-cost.js';
import { restoreLedgers } from '../ledger/restore-ledgers.js';
import { toWordlessViews, wordlessColumn, type WordlessColumn } from './wordless-view.js';
import { audioEndMs, findUnrecorded, toRecordingView } from './recording-view.js';
import {
  participantColumns,
  toParticipantViews,
  toTrackViews,
  type ParticipantColumns,
} from '../participants/participant-view.js';

/** Of the pauses of a call. */
const MAX_LISTED_CHANGES = 100;

/** The columns of a `CallViewRow`. `c` is the call, `s` its stream. */
export const callViewColumns = `
  c.id, c.version::float8 as version, c.status, c.source, ${toMs('c.started_at')} as "startedAtMs",
  ${toMs('c.ended_at')} as "endedAtMs", ${toMs('c.updated_at')} as "updatedAtMs", c.duration_ms as "durationMs",
  c.customer_number as "customerNumber", c.system_number as "systemNumber",
  c.number_digests is not null as "areNumbersSealed", c.agent_id as "agentId", c.tenant, c.queue, c.name, c.language,
  c.awaits_start and c.end_reason is null and c.status = 'LIVE' as "awaitsStart",
  (select coalesce(jsonb_agg(jsonb_build_object('key', f.key, 'value', f.value) order by f.key), '[]') from call_facts f
    where f.call_id = c.id and f.field = 'metadata' and f.value is not null and f.tenant = c.tenant) as metadata, c.engine,
  c.engine_reason as "engineReason", c.metrics, c.categories, c.alert_count as "alertCount", c.problems,
  ${toMs('c.retain_until')} as "retainUntilMs",
  (select jsonb_build_object('reason', h.reason, 'subject', h.subject, 'heldAtMs', ${toMs('h.held_at')})
    from legal_holds h where h.call_id = c.id) as "legalHold",
  c.end_reason is null as "isOpen", s.codec, s.sample_rate_hz as "sampleRateHz", s.channel_count as "channelCount",
  s.position_sample::float8 as "positionSample", coalesce(s.has_recording, false) as "hasRecording",
  coalesce(s.recorded_sample, s.position_sample)::float8 as "recordedSample",
  (select jsonb_build_object('sinceMs', ${toMs('q.since')}, 'isConnected', q.is_connected) from silences q
    where q.call_id = c.id and not c.awaits_start and c.end_reason is null and c.status = 'LIVE'
      and (coalesce(s.position_sample, 0) = 0 or q.since >= s.last_audio_at)) as silence,
  (select ${toMs('p.changed_at')} from call_pauses p
    where p.call_id = c.id and p.is_paused and c.end_reason is null and c.status = 'LIVE') as "pausedSinceMs",
  (select coalesce(jsonb_agg(to_jsonb(p) order by p."atMs"), '[]') from (
    select ${toMs('h.changed_at')} as "atMs", h.is_paused as "isPaused", h.reason, h.subject from call_pause_changes h
    where h.call_id = c.id order by h.changed_at desc limit ${MAX_LISTED_CHANGES}) p) as "pauseChanges",
  coalesce(s.is_recorded, true) as "isRecorded", c.longest_quiet_ms is null as "hasAudio",
  (select jsonb_agg(jsonb_build_array(l.track, l.kind, l.reason, l.spans::text))
    from ledger_spans l where l.call_id = c.id) as "ledgerRows",${wordlessColumn},${participantColumns}`;

type DerivedFields =
  | 'ledger'
  | 'categories'
  | 'problems'
  | 'metrics'
  | 'status'
  | 'participants'
  | 'tracks'
  | 'recording'
  | 'unrecorded'
  | 'lostAtMs'
  | 'wordless'
  | 'cost';

export interface CallViewRow extends Omit<CallView, DerivedFields>, ParticipantColumns, WordlessColumn {
  readonly status: CallStatus;
  readonly metrics: CallMetricsView | null;
  readonly categories: string[];
  readonly problems: ProblemView[];
  readonly isOpen: boolean;
  readonly codec: AudioCodec | null;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly positionSample: number;
  readonly recordedSample: number;
  readonly ledgerRows: [number, LedgerKind, string, string][] | null;
}

export function toCallView(row: CallViewRow): CallView {
  const {
    isOpen,
    codec,
    sampleRateHz,
    channelCount,
    positionSample,
    recordedSample,
    ledgerRows,
    participantRows,
    assignmentRows,
    wordlessRows,
    ...view
  } = row;
  const stream = codec === null ? null : { sampleRateHz, channelCount, positionSample };
  const spanRows = (ledgerRows ?? []).map(([track, kind, reason, spans]) => ({ track, kind, reason, spans }));
  const ledgers = restoreLedgers(stream, spanRows);
  const recorded = { positionSample, recordedSample, sampleRateHz };
  return {
    ...view,
    id: view.id as CallId,
    // The stored duration of a live call grows in steps of 10 s; the position of its audio is exact.
    durationMs: isOpen && stream ? Math.max(row.durationMs, (positionSample / sampleRateHz) * 1_000) : row.durationMs,
    participants: toParticipantViews(participantRows),
    tracks: toTrackViews(stream?.channelCount ?? 0, assignmentRows),
    recording: view.hasRecording ? toRecordingView(recorded, spanRows) : null,
    cost: sumCost(spanRows),
    wordless: toWordlessViews(wordlessRows),
    unrecorded: isMeantToBeRecorded(view) && stream !== null ? findUnrecorded(recorded, spanRows) : [],
    lostAtMs: row.status === 'INTERRUPTED' && stream ? audioEndMs(stream, spanRows) : null,
    ledger: [...ledgers].map(([track, ledger]) => toLedgerView(track, ledger)),
  };
}

/** A call whose recording was switched off later still has one of the time before. */
const isMeantToBeRecorded = ({ isRecorded, hasRecording }: Pick<CallViewRow, 'isRecorded' | 'hasRecording'>): boolean =>
  isRecorded || hasRecording;
