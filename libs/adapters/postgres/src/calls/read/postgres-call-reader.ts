import type { CallId, SegmentId } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import {
  EVERY_ROW,
  type AgentQuery,
  type CallPlacement,
  type CallQuery,
  type CallReader,
  type CallView,
  type CategoryMatchView,
  type Page,
  type ReadScope,
  type RecordingAccount,
  type SegmentView,
  type TrackAssignmentView,
} from '@earshot/ports';
import type { SelectQueryBuilder } from 'typeorm';
import type { Database } from '../../database.js';
import { agentSearchSql } from '../agents/agent-search-sql.js';
import { SegmentEntity } from '../segment.entity.js';
import {
  recordingAccountSql,
  toRecordingAccount,
  type RecordingAccountRow,
} from '../hidden-audio/recording-account.js';
import { callPageSql, filterSql, orderName, type ScopedCallQuery } from './call-page-sql.js';
import { callViewColumns, toCallView, type CallViewRow } from './call-view.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { Parameters } from './filter-conditions.js';
import {
  findReachedRows,
  reachedCallCondition,
  scopeConditions,
  scopeName,
  type ReachedRows,
} from './scope-conditions.js';
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

/** Reads calls and segments, by id or in pages. A page costs the same at any depth of the list. */
export class PostgresCallReader implements CallReader {
  constructor(private readonly database: Database) {}

  async calls(scope: RowScope, wanted: CallQuery): Promise<Page<CallView>> {
    const first = clamp(wanted.first, MAX_CALLS);
    const order = orderName(scope, wanted);
    const query = { ...wanted, first, order, reached: await findReachedRows(this.database, scope) };
    const page = callPageSql(query, await this.shouldFilterFirst(query));
    // Selects the ids first, so that the wide columns and the ledger are read only for the rows of the page.
    const sql = `
      with page as (select row_number() over () as place, p.* from (${page.text}) p)
      select page.key as "sortKey", ${callViewColumns}
      from page join calls c on c.id = page.id left join streams s on s.call_id = c.id order by page.place`;
    type Row = CallViewRow & { sortKey: string | number | null };
    const rows = await this.database.read((manager) => manager.query<Row[]>(sql, page.values));
    const items = rows.slice(0, first).map(({ sortKey, ...row }) => ({
      cursor: encodeCursor(order, [sortKey, row.id]),
      item: toCallView(row),
    }));
    return { items, hasNextPage: rows.length > first };
  }

  /**
   * PostgreSQL assumes that the matches of a filter lie evenly along the index, and then may scan most of it: the calls
   * of one agent lie together in the index of agents, those of a week in the index of time. We filter first if few
   * calls match.
   */
  private async shouldFilterFirst(query: ScopedCallQuery): Promise<boolean> {
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

  async callsById(scope: ReadScope, ids: readonly CallId[]): Promise<readonly (CallView | null)[]> {
    if (ids.length === 0) return [];
    const parameters = new Parameters();
    const conditions = [
      `c.id = any(${parameters.add(ids)}::text[])`,
      ...scopeConditions(await findReachedRows(this.database, scope), parameters, 'c'),
    ];
    const sql = `select ${callViewColumns} from calls c left join streams s on s.call_id = c.id where ${conditions.join(' and ')}`;
    const rows = await this.database.read((manager) => manager.query<CallViewRow[]>(sql, parameters.values));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row === undefined ? null : toCallView(row);
    });
  }

  async placementsById(_scope: typeof EVERY_ROW, ids: readonly CallId[]): Promise<readonly (CallPlacement | null)[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read((manager) =>
      manager.query<(CallPlacement & { id: CallId })[]>(
        `select id, tenant, agent_id as "agentId", queue from calls where is_started and id = any($1::text[])`,
        [ids],
      ),
    );
    const byId = new Map(rows.map(({ id, ...placement }) => [id, placement]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async segments(
    scope: ReadScope,
    callId: CallId,
    page: { first: number; after?: string },
  ): Promise<Page<SegmentView>> {
    const first = clamp(page.first, MAX_SEGMENTS);
    const order = `segments START ASC ${scopeName(scope)}`;
    const [startMs, afterId] = page.after === undefined ? [] : decodeCursor(page.after, order, ['number', 'text']);
    const reached = await findReachedRows(this.database, scope);
    const rows = await this.database.read((manager) => {
      const found = manager.createQueryBuilder(SegmentEntity, 's').where('s.callId = :callId', { callId });
      restrictToReached(found, reached);
      if (afterId !== undefined)
        found.andWhere('(s.startMs, s.id) > (:startMs::float8, :afterId)', { startMs, afterId });
      return found
        .orderBy('s.startMs')
        .addOrderBy('s.id')
        .limit(first + 1)
        .getMany();
    });
    const items = rows
      .slice(0, first)
      .map((row) => ({ cursor: encodeCursor(order, [row.startMs, row.id]), item: toSegmentView(row) }));
    return { items, hasNextPage: rows.length > first };
  }

  async segmentsById(
    scope: ReadScope,
    ids: readonly { callId: CallId; id: SegmentId }[],
  ): Promise<readonly (SegmentView | null)[]> {
    if (ids.length === 0) return [];
    const reached = await findReachedRows(this.database, scope);
    const rows = await this.database.read((manager) => {
      const found = manager
        .createQueryBuilder(SegmentEntity, 's')
        .where('(s.callId, s.id) in (select * from unnest(:callIds::text[], :ids::text[]))', {
          callIds: ids.map(({ callId }) => callId),
          ids: ids.map(({ id }) => id),
        });
      restrictToReached(found, reached);
      return found.getMany();
    });
    const byId = new Map(rows.map((row) => [`${row.callId}\n${row.id}`, row]));
    return ids.map(({ callId, id }) => {
      const row = byId.get(`${callId}\n${id}`);
      return row === undefined ? null : toSegmentView(row);
    });
  }

  categoryMatches(scope: ReadScope, callId: CallId): Promise<readonly CategoryMatchView[]> {
    return this.readOfCall(
      scope,
      callId,
      (reached) => `
      select category, is_alert as "isAlert", segment_id as "segmentId", track, participant_id as "participantId", role,
        at_ms as "atMs"
      from category_matches where call_id = $1 and ${reached} order by at_ms, segment_id, category`,
    );
  }

  async agents(scope: RowScope, query: AgentQuery): Promise<readonly string[]> {
    const reached = await findReachedRows(this.database, scope);
    const { text, values } = agentSearchSql(reached, { ...query, first: clamp(query.first, MAX_AGENTS) });
    const rows = await this.database.read((manager) => manager.query<{ agentId: string }[]>(text, values));
    return rows.map(({ agentId }) => agentId);
  }

  trackAssignments(scope: RowScope, callId: CallId): Promise<readonly TrackAssignmentView[]> {
    return this.readOfCall(
      scope,
      callId,
      (reached) => `
      select track, participant_id as "participantId", role, from_ms as "fromMs"
      from track_assignments where call_id = $1 and ${reached} order by from_ms, track`,
    );
  }

  async recordingAccount(scope: RowScope, callId: CallId): Promise<RecordingAccount | null> {
    const [row] = await this.readOfCall<RecordingAccountRow>(scope, callId, recordingAccountSql);
    return row === undefined ? null : toRecordingAccount(row);
  }

  /** Reads rows of one call. `toSql` gets the condition that the call, which is parameter 1, is reached. */
  private async readOfCall<Row>(scope: ReadScope, callId: CallId, toSql: (reached: string) => string): Promise<Row[]> {
    const parameters = new Parameters();
    const reached = reachedCallCondition(
      await findReachedRows(this.database, scope),
      parameters,
      parameters.add(callId),
    );
    return this.database.read((manager) => manager.query<Row[]>(toSql(reached), parameters.values));
  }
}

/** Keeps only segments `s` of calls that are reached. */
function restrictToReached(found: SelectQueryBuilder<SegmentEntity>, reached: ReachedRows | typeof EVERY_ROW): void {
  if (reached === EVERY_ROW) return;
  let count = 0;
  const parameters = {
    add(value: unknown): string {
      const name = `scope${(count += 1)}`;
      found.setParameter(name, value);
      return `:${name}`;
    },
  };
  found.andWhere(reachedCallCondition(reached, parameters, 's.callId'));
}

const clamp = (first: number, max: number): number => Math.max(1, Math.min(Math.trunc(first) || 1, max));
