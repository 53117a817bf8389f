import type { CallId, SegmentId } from '@earshot/contracts';
import type { CallQuery, CallReader, CallView, CategoryMatchView, Page, SegmentView } from '@earshot/ports';
import type { Database } from '../../database.js';
import { CategoryMatchEntity, SegmentEntity } from '../../entities/index.js';
import { callPageSql, filterSql, orderOf } from './call-page-sql.js';
import { callViewColumns, callViewOf, type CallViewRow } from './call-view.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { segmentViewOf } from './segment-view.js';

const MAX_CALLS = 100;
const MAX_SEGMENTS = 500;
/**
 * So many calls are found and sorted faster than an order of a million is walked to find a page of them: about the root
 * of a page times a million. Calls of one time lie together on the disk, and many more of them are found as fast.
 */
const SORTED_AT_ONCE = 5_000;
const SORTED_AT_ONCE_OF_ONE_TIME = 50_000;
const SEGMENT_ORDER = 'segments START ASC';

/** Reads by key and in pages that begin where the last one ended, however far that is. */
export class PostgresCallReader implements CallReader {
  constructor(private readonly database: Database) {}

  async calls(query: CallQuery): Promise<Page<CallView>> {
    const first = clamp(query.first, MAX_CALLS);
    const page = callPageSql({ ...query, first }, await this.isFilterFirst(query));
    // Ids first: the wide columns and the ledger are read for the rows of the page alone.
    const sql = `
      with page as (select row_number() over () as place, p.* from (${page.text}) p)
      select page.key as "sortKey", ${callViewColumns}
      from page join calls c on c.id = page.id left join streams s on s.call_id = c.id order by page.place`;
    type Row = CallViewRow & { sortKey: string | number | null };
    const rows = await this.database.read((manager) => manager.query<Row[]>(sql, page.values));
    const items = rows.slice(0, first).map(({ sortKey, ...row }) => ({
      cursor: encodeCursor(orderOf(query), [sortKey, row.id]),
      item: callViewOf(row),
    }));
    return { items, hasNextPage: rows.length > first };
  }

  /**
   * PostgreSQL plans a sorted page as if what the filter lets through lay evenly along the order, and then may walk most
   * of it: one agent's calls lie together in the order of agents, a week's in that of time. So few hits are found first.
   */
  private async isFilterFirst(query: CallQuery): Promise<boolean> {
    const filter = filterSql(query);
    if (filter === null) return false;
    type Explained = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] };
    const [plan] = await this.database.read((manager) =>
      manager.query<Explained[]>(`explain (format json) ${filter.text}`, filter.values),
    );
    const { startedFromMs, startedToMs } = query.filter;
    const isOfOneTime = startedFromMs !== undefined || startedToMs !== undefined;
    const most = isOfOneTime ? SORTED_AT_ONCE_OF_ONE_TIME : SORTED_AT_ONCE;
    return (plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0) <= most;
  }

  async callsById(ids: readonly CallId[]): Promise<readonly (CallView | null)[]> {
    if (ids.length === 0) return [];
    const sql = `select ${callViewColumns} from calls c left join streams s on s.call_id = c.id where c.id = any($1::text[])`;
    const rows = await this.database.read((manager) => manager.query<CallViewRow[]>(sql, [ids]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row === undefined ? null : callViewOf(row);
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
      .map((row) => ({ cursor: encodeCursor(SEGMENT_ORDER, [row.startMs, row.id]), item: segmentViewOf(row) }));
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
      return row === undefined ? null : segmentViewOf(row);
    });
  }

  async categoryMatches(callId: CallId): Promise<readonly CategoryMatchView[]> {
    const rows = await this.database.read((manager) =>
      manager.find(CategoryMatchEntity, {
        where: { callId },
        order: { atMs: 'ASC', segmentId: 'ASC', category: 'ASC' },
      }),
    );
    return rows.map(({ category, isAlert, segmentId, channel, atMs }) => ({
      category,
      isAlert,
      segmentId: segmentId as SegmentId,
      channel,
      atMs,
    }));
  }
}

const clamp = (wanted: number, most: number): number => Math.max(1, Math.min(Math.trunc(wanted) || 1, most));
