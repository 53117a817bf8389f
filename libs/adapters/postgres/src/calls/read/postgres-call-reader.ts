import type { CallId, SegmentId } from '@earshot/contracts';
import type {
  AgentQuery,
  CallQuery,
  CallReader,
  CallView,
  CategoryMatchView,
  Page,
  RecordingAccount,
  SegmentView,
  TrackAssignmentView,
} from '@earshot/ports';
import type { Database } from '../../database.js';
import { agentSearchSql } from '../agents/agent-search-sql.js';
import { CategoryMatchEntity } from '../category-match.entity.js';
import { SegmentEntity } from '../segment.entity.js';
import {
  recordingAccountSql,
  toRecordingAccount,
  type RecordingAccountRow,
} from '../hidden-audio/recording-account.js';
import { callPageSql, filterSql, orderName } from './call-page-sql.js';
import { callViewColumns, toCallView, type CallViewRow } from './call-view.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { toSegmentView } from './segment-view.js';

const MAX_CALLS = 100;
const MAX_SEGMENTS = 500;
const MAX_AGENTS = 50;
/**
 * Up to this number of matches, finding and sorting them all is faster than scanning an index of a million calls until a
 * page is full. It is about the square root of page size times a million.
 */
const MAX_SORTED_MATCHES = 5_000;
/**
 * The same bound for a filter on time. Calls of one period lie together on the disk, so more of them can be read in
 * that time.
 */
const MAX_SORTED_MATCHES_BY_TIME = 50_000;
const SEGMENT_ORDER = 'segments START ASC';

/** Reads calls and segments, by id or in pages. A page costs the same at any depth of the list. */
export class PostgresCallReader implements CallReader {
  constructor(private readonly database: Database) {}

  async calls(query: CallQuery): Promise<Page<CallView>> {
    const first = clamp(query.first, MAX_CALLS);
    const page = callPageSql({ ...query, first }, await this.shouldFilterFirst(query));
    // Selects the ids first, so that the wide columns and the ledger are read only for the rows of the page.
    const sql = `
      with page as (select row_number() over () as place, p.* from (${page.text}) p)
      select page.key as "sortKey", ${callViewColumns}
      from page join calls c on c.id = page.id left join streams s on s.call_id = c.id order by page.place`;
    type Row = CallViewRow & { sortKey: string | number | null };
    const rows = await this.database.read((manager) => manager.query<Row[]>(sql, page.values));
    const items = rows.slice(0, first).map(({ sortKey, ...row }) => ({
      cursor: encodeCursor(orderName(query), [sortKey, row.id]),
      item: toCallView(row),
    }));
    return { items, hasNextPage: rows.length > first };
  }

  /**
   * PostgreSQL assumes that the matches of a filter lie evenly along the index, and then may scan most of it: the calls
   * of one agent lie together in the index of agents, those of a week in the index of time. We filter first if few
   * calls match.
   */
  private async shouldFilterFirst(query: CallQuery): Promise<boolean> {
    const filter = filterSql(query);
    if (filter === null) return false;
    type Explained = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] };
    const [plan] = await this.database.read((manager) =>
      manager.query<Explained[]>(`explain (format json) ${filter.text}`, filter.values),
    );
    const { startedFromMs, startedToMs } = query.filter;
    const filtersByTime = startedFromMs !== undefined || startedToMs !== undefined;
    const maxMatches = filtersByTime ? MAX_SORTED_MATCHES_BY_TIME : MAX_SORTED_MATCHES;
    return (plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0) <= maxMatches;
  }

  async callsById(ids: readonly CallId[]): Promise<readonly (CallView | null)[]> {
    if (ids.length === 0) return [];
    const sql = `select ${callViewColumns} from calls c left join streams s on s.call_id = c.id where c.id = any($1::text[])`;
    const rows = await this.database.read((manager) => manager.query<CallViewRow[]>(sql, [ids]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row === undefined ? null : toCallView(row);
    });
  }

  async segments(callId: CallId, page: { first: number; after?: string }): Promise<Page<SegmentView>> {
    const first = clamp(page.first, MAX_SEGMENTS);
    const after = page.after === undefined ? undefined : decodeCursor(page.after, SEGMENT_ORDER, ['number', 'text']);
    const rows = await this.database.read((manager) => {
      const found = manager.createQueryBuilder(SegmentEntity, 's').where('s.callId = :callId', { callId });
      if (after) found.andWhere('(s.startMs, s.id) > (:startMs::float8, :id)', { startMs: after[0], id: after[1] });
      return found
        .orderBy('s.startMs')
        .addOrderBy('s.id')
        .limit(first + 1)
        .getMany();
    });
    const items = rows
      .slice(0, first)
      .map((row) => ({ cursor: encodeCursor(SEGMENT_ORDER, [row.startMs, row.id]), item: toSegmentView(row) }));
    return { items, hasNextPage: rows.length > first };
  }

  async segmentsById(ids: readonly { callId: CallId; id: SegmentId }[]): Promise<readonly (SegmentView | null)[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read((manager) =>
      manager
        .createQueryBuilder(SegmentEntity, 's')
        .where('(s.callId, s.id) in (select * from unnest(:callIds::text[], :ids::text[]))', {
          callIds: ids.map(({ callId }) => callId),
          ids: ids.map(({ id }) => id),
        })
        .getMany(),
    );
    const byId = new Map(rows.map((row) => [`${row.callId}\n${row.id}`, row]));
    return ids.map(({ callId, id }) => {
      const row = byId.get(`${callId}\n${id}`);
      return row === undefined ? null : toSegmentView(row);
    });
  }

  async categoryMatches(callId: CallId): Promise<readonly CategoryMatchView[]> {
    const rows = await this.database.read((manager) =>
      manager.find(CategoryMatchEntity, {
        where: { callId },
        order: { atMs: 'ASC', segmentId: 'ASC', category: 'ASC' },
      }),
    );
    return rows.map(({ category, isAlert, segmentId, track, participantId, role, atMs }) => ({
      category,
      isAlert,
      segmentId: segmentId as SegmentId,
      track,
      participantId,
      role,
      atMs,
    }));
  }

  async agents(query: AgentQuery): Promise<readonly string[]> {
    const { text, values } = agentSearchSql({ ...query, first: clamp(query.first, MAX_AGENTS) });
    const rows = await this.database.read((manager) => manager.query<{ agentId: string }[]>(text, values));
    return rows.map(({ agentId }) => agentId);
  }

  trackAssignments(callId: CallId): Promise<readonly TrackAssignmentView[]> {
    const sql = `
      select track, participant_id as "participantId", role, from_ms as "fromMs"
      from track_assignments where call_id = $1 order by from_ms, track`;
    return this.database.read((manager) => manager.query<TrackAssignmentView[]>(sql, [callId]));
  }

  async recordingAccount(callId: CallId): Promise<RecordingAccount | null> {
    const [row] = await this.database.read((manager) =>
      manager.query<RecordingAccountRow[]>(recordingAccountSql, [callId]),
    );
    return row === undefined ? null : toRecordingAccount(row);
  }
}

const clamp = (first: number, max: number): number => Math.max(1, Math.min(Math.trunc(first) || 1, max));
