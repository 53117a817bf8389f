import type { CallId, EventData, ParticipantRole } from '@earshot/contracts';
import type { CallStatus } from '@earshot/domain';
import type { CallMetricsView, ProblemView } from '@earshot/ports';
import { toMs, toTime } from '../../sql-time.js';

/** The row of a call, as far as writes need it. */
export interface CallRow {
  readonly id: CallId;
  readonly version: number;
  readonly status: CallStatus;
  readonly isStarted: boolean;
  readonly source: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly endReason: EventData<'call.ended'>['reason'] | null;
  readonly endKnownAtMs: number | null;
  readonly durationMs: number;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  readonly agentId: string | null;
  /** `NO_TENANT` until the start is stored. */
  readonly tenant: string;
  readonly startedBy: string | null;
  readonly queue: string | null;
  readonly name: string | null;
  readonly language: string | null;
  readonly awaitsStart: boolean;
  /** See `searchTextToStore`. */
  readonly searchText: string | null;
  /** Null unless the numbers are sealed. */
  readonly numberDigests: readonly string[] | null;
  readonly engine: string | null;
  readonly engineReason: string | null;
  readonly engineAtMs: number | null;
  readonly metricsRevision: number;
  /** Null if there is nothing newer to write; the stored metrics are not read. */
  readonly metrics: CallMetricsView | null;
  readonly customerSentiment: number | null;
  readonly categories: readonly string[];
  readonly alertCount: number;
  readonly problems: readonly ProblemView[];
  readonly audioDone: boolean;
  readonly transcriptDone: boolean;
  /** How long a call of words alone may be quiet. Null for a call with audio. */
  readonly longestQuietMs: number | null;
  readonly correctedRoles: CorrectedRoles | null;
}

/** The roles that decisions corrected, by the id of the participant. They hold for the whole call. */
export type CorrectedRoles = Readonly<Record<string, ParticipantRole>>;

/** The tenant of a call whose start is not stored yet: in no scope, so no reader reaches the call before its owner is known. */
export const NO_TENANT = '';

/** Whether somebody asked to erase the call. Then no reader reaches it, and nothing more of it is stored. */
export const isHidden = ({ isStarted, tenant }: CallRow): boolean => isStarted && tenant === NO_TENANT;

/** The columns of a `CallRow`. */
export const callRowColumns = `
  id, version::float8 as version, status, is_started as "isStarted", source,
  ${toMs('started_at')} as "startedAtMs", ${toMs('ended_at')} as "endedAtMs", end_reason as "endReason",
  ${toMs('end_known_at')} as "endKnownAtMs", duration_ms as "durationMs", customer_number as "customerNumber",
  system_number as "systemNumber", agent_id as "agentId", tenant, started_by as "startedBy", queue, name, language,
  awaits_start as "awaitsStart", search_text as "searchText",
  number_digests as "numberDigests", engine, engine_reason as "engineReason",
  ${toMs('engine_at')} as "engineAtMs", metrics_revision as "metricsRevision", null as metrics,
  customer_sentiment as "customerSentiment", categories, alert_count as "alertCount", problems,
  audio_done as "audioDone", transcript_done as "transcriptDone", longest_quiet_ms as "longestQuietMs",
  corrected_roles as "correctedRoles"`;

const timeOf = (field: string): string => toTime(`p."${field}"`);

/** Parameters: a JSON array of `CallRow`, and the time in milliseconds. */
export const updateCallsSql = `
  update calls c set
    version = p.version, status = p.status::call_status, is_started = p."isStarted", source = p.source,
    started_at = ${timeOf('startedAtMs')}, ended_at = ${timeOf('endedAtMs')},
    end_reason = p."endReason"::call_status, end_known_at = ${timeOf('endKnownAtMs')},
    updated_at = ${toTime('$2')}, duration_ms = p."durationMs",
    customer_number = p."customerNumber", system_number = p."systemNumber", agent_id = p."agentId",
    tenant = p.tenant, started_by = p."startedBy", queue = p.queue, name = p.name,
    language = p.language, awaits_start = p."awaitsStart", search_text = p."searchText",
    number_digests = p."numberDigests",
    engine = p.engine, engine_reason = p."engineReason", engine_at = ${timeOf('engineAtMs')},
    metrics = coalesce(p.metrics, c.metrics), metrics_revision = p."metricsRevision",
    customer_sentiment = p."customerSentiment", categories = p.categories, alert_count = p."alertCount",
    problems = p.problems, audio_done = p."audioDone", transcript_done = p."transcriptDone",
    longest_quiet_ms = p."longestQuietMs", corrected_roles = p."correctedRoles"
  from jsonb_to_recordset($1::jsonb) as p(
    id text, version bigint, status text, "isStarted" boolean, source text, "startedAtMs" float8, "endedAtMs" float8,
    "endReason" text, "endKnownAtMs" float8, "durationMs" float8, "customerNumber" text, "systemNumber" text,
    "agentId" text, tenant text, "startedBy" text, queue text, name text, language text, "awaitsStart" boolean,
    "searchText" text, "numberDigests" text[],
    engine text, "engineReason" text, "engineAtMs" float8, metrics jsonb, "metricsRevision" int,
    "customerSentiment" float8, categories text[], "alertCount" int, problems jsonb, "audioDone" boolean,
    "transcriptDone" boolean, "longestQuietMs" int, "correctedRoles" jsonb)
  where c.id = p.id`;
