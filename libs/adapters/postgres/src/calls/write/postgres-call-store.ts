import type { AudioCodec, CallId } from '@earshot/contracts';
import type { CallStatus } from '@earshot/domain';
import type { CallStore, CallWrite, NotificationTarget, OpenCall } from '@earshot/ports';
import type { Database } from '../../database.js';
import { toMs, toTime } from '../../sql-time.js';
import { findErased } from '../../lifecycle/find-erased.js';
import { applyWrites, nothingApplied } from './apply-writes.js';

const MAX_ABANDONED = 500;
const CONFLICT_RETRIES = 3;
const CONFLICT_STATES = new Set(['40001', '40P01']);

/** Stores the writes of persistence, and reads the state of calls for it. */
export class PostgresCallStore implements CallStore {
  constructor(private readonly database: Database) {}

  async apply(
    writes: readonly CallWrite[],
    nowMs: number,
    targets: readonly NotificationTarget[] = [],
  ): ReturnType<CallStore['apply']> {
    if (writes.length === 0) return nothingApplied;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction((client) => applyWrites(client, writes, { nowMs, targets }));
      } catch (error) {
        if (attempt >= CONFLICT_RETRIES || !CONFLICT_STATES.has(sqlStateOf(error))) throw error;
      }
    }
  }

  async find(callId: CallId): Promise<OpenCall | null> {
    const [row] = await this.openCalls('where c.id = $1', [callId]);
    const erased = await this.database.transaction((client) => findErased(client, [callId]));
    if (erased.length > 0) return { callId, status: 'INTERRUPTED', audioDone: true, progress: null };
    return row ?? null;
  }

  liveCalls({ first, after }: { first: number; after?: CallId }): Promise<readonly OpenCall[]> {
    return this.openCalls(`where c.status = 'LIVE' and c.id > $1 order by c.id limit $2`, [after ?? '', first]);
  }

  findAbandonedCalls({
    endedBeforeMs,
    silentSinceMs,
    quietAtMs = 0,
  }: {
    endedBeforeMs: number;
    silentSinceMs: number;
    quietAtMs?: number;
  }): Promise<{ callId: CallId; ended: boolean; longestQuietMs: number | null }[]> {
    const sql = `
      select c.id as "callId", c.end_reason is not null as ended, c.longest_quiet_ms as "longestQuietMs"
      from calls c left join streams s on s.call_id = c.id left join silences q on q.call_id = c.id and q.is_connected
      where c.status = 'LIVE' and case when c.end_reason is not null
          then greatest(c.end_known_at, case when not c.audio_done then s.heard_at end) < ${toTime('$1')}
        when c.longest_quiet_ms is not null then c.updated_at < ${toTime('$3')} - c.longest_quiet_ms * interval '1 ms'
          and not exists (select 1 from segments t where t.call_id = c.id
            and t.recognized_at >= ${toTime('$3')} - c.longest_quiet_ms * interval '1 ms')
        else greatest(s.heard_at, q.announced_at, case when s.call_id is null then c.updated_at end) < ${toTime('$2')} end
      order by c.id limit ${MAX_ABANDONED}`;
    return this.database.read((manager) => manager.query(sql, [endedBeforeMs, silentSinceMs, quietAtMs]));
  }

  private openCalls(condition: string, values: unknown[]): Promise<OpenCall[]> {
    const sql = `
      select c.id, c.status, c.audio_done as "audioDone", s.codec, s.sample_rate_hz as "sampleRateHz", s.channel_count as "channelCount",
        s.position_sample::float8 as "positionSample", s.next_sequence::float8 as "nextSequence",
        ${toMs('s.last_audio_at')} as "lastAudioAtMs", s.has_recording as "hasRecording", s.is_recorded as "isRecorded",
        coalesce(s.recorded_sample, case when s.has_recording then s.position_sample else 0 end)::float8 as "recordedSample"
      from calls c left join streams s on s.call_id = c.id ${condition}`;
    return this.database.read(async (manager) => (await manager.query<OpenRow[]>(sql, values)).map(toOpenCall));
  }
}

interface OpenRow {
  readonly id: CallId;
  readonly status: CallStatus;
  readonly audioDone: boolean;
  readonly codec: AudioCodec | null;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly positionSample: number;
  readonly nextSequence: number;
  readonly lastAudioAtMs: number;
  readonly hasRecording: boolean;
  readonly recordedSample: number;
  readonly isRecorded: boolean;
}

const toOpenCall = ({ id, status, audioDone, codec, ...progress }: OpenRow): OpenCall => ({
  callId: id,
  status,
  audioDone,
  progress: codec === null ? null : { ...progress, codec },
});

const sqlStateOf = (error: unknown): string =>
  String(((error as Error).cause as { code?: unknown } | undefined)?.code ?? '');
