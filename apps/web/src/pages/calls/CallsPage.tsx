import { type ReactNode, useCallback, useEffect, useEffectEvent, useLayoutEffect, useMemo, useState } from 'react';
import type { CallSortField } from '@earshot/graphql-api';
import { rememberList } from '../../call/last-list.js';
import { Notice } from '../../ui/Notice.js';
import { SkeletonRows } from '../../ui/PageSkeleton.js';
import { markFirstContent } from '../../ui/first-content.js';
import { navigate, useSearch } from '../../ui/location.js';
import { useStoredChoice } from '../../ui/stored-choice.js';
import { useMedia } from '../../ui/use-media.js';
import { CallCards } from './CallCards.js';
import { CallFilters } from './CallFilters.js';
import { CallTable } from './CallTable.js';
import { PageControls, pageSizes } from './PageControls.js';
import { columns } from './call-columns.js';
import { type KeptList, keepList, takeKeptList } from './kept-list.js';
import {
  type ListQuery,
  defaultQuery,
  isFiltered,
  listPath,
  newestOf,
  parseListQuery,
  sortedBy,
} from './list-query.js';
import { useAgentSuggestions } from '../../api/use-agent-suggestions.js';
import { type CallList, useCallList } from './use-call-list.js';
import { useHold } from './use-hold.js';
import './calls-page.css';

/** The query of the page, from its address, and how to change it. */
function useListQuery() {
  const search = useSearch();
  const query = useMemo(() => parseListQuery(search), [search]);
  const showQuery = useCallback((next: ListQuery, earlierCursors: (string | null)[] = []) => {
    const replace = next.after === null && earlierCursors.length === 0;
    navigate(listPath(next), { state: earlierCursors, replace });
  }, []);
  return { query, showQuery };
}

/** Cursors of the earlier pages; the browser keeps them with its history entry. */
const readEarlierCursors = (): (string | null)[] => (Array.isArray(window.history.state) ? window.history.state : []);

function pageNumberOf(query: ListQuery, earlierCursors: readonly (string | null)[]): number | null {
  if (query.after === null) return 1;
  return earlierCursors.length > 0 ? earlierCursors.length + 1 : null;
}

/** Keeps the list for the way back from a call, and goes to the place where the reader left it. */
function useWayBack(query: ListQuery, list: CallList, kept: KeptList | null): void {
  const path = listPath(query);
  useEffect(() => rememberList({ path, historyState: window.history.state }), [path]);
  useLayoutEffect(() => {
    if (kept) window.scrollTo(0, kept.scrollPx);
  }, [kept]);
  const onLeave = useEffectEvent(() => keepList({ path, state: list, scrollPx: window.scrollY }));
  useEffect(() => {
    // Before the next page scrolls to its top.
    document.addEventListener('click', onLeave, { capture: true });
    return () => document.removeEventListener('click', onLeave, { capture: true });
  }, []);
}

function EmptyList({ query, onClear }: { query: ListQuery; onClear: () => void }) {
  const filtered = isFiltered(query);
  return (
    <div className="empty-list">
      <strong>{filtered ? 'No matching calls' : 'No calls yet'}</strong>
      <p>{filtered ? 'No call matches these filters.' : 'A call appears here when it starts.'}</p>
      {filtered && (
        <button type="button" className="button" onClick={onClear}>
          Clear filters
        </button>
      )}
    </div>
  );
}

interface ListNoticesProps {
  readonly list: CallList;
  readonly onShowNewest: () => void;
}

function ListNotices({ list: { failure, newCallIds, refresh }, onShowNewest }: ListNoticesProps) {
  const tryNow = (
    <button type="button" className="button" onClick={refresh}>
      Try now
    </button>
  );
  const showNewest = (
    <button type="button" className="button" onClick={onShowNewest}>
      Show newest
    </button>
  );
  return (
    <div aria-live="polite" className="notices">
      {failure !== null && (
        <Notice kind="error" title="Could not load the calls" action={tryNow}>
          {failure.message} Retrying…
        </Notice>
      )}
      {newCallIds.length > 0 && (
        <Notice kind="info" action={showNewest}>
          {newCallIds.length === 1 ? '1 new call' : `${newCallIds.length} new calls`} since this page loaded.
        </Notice>
      )}
    </div>
  );
}

interface RowsProps {
  readonly list: CallList;
  readonly query: ListQuery;
  readonly onSort: (field: CallSortField) => void;
  readonly empty: ReactNode;
}

/** Rows keep their places while the reader moves over the list. */
function CallRows({ list, query, onSort, empty }: RowsProps) {
  const narrow = useMedia('(max-width: 900px)');
  const { rows, leftIds, loading } = list;
  const holdHandlers = useHold(list.hold, list.release);
  if (loading && rows.length === 0) {
    return (
      <>
        <p role="status" className="visually-hidden">
          Loading the calls
        </p>
        <SkeletonRows />
      </>
    );
  }
  return (
    <div {...holdHandlers} aria-busy={loading}>
      {narrow && <SortChoice query={query} onSort={onSort} />}
      {narrow ? <CallCards calls={rows} /> : <CallTable calls={rows} leftIds={leftIds} query={query} onSort={onSort} />}
      {rows.length === 0 && empty}
    </div>
  );
}

/** The sort on a narrow screen, which has no column heads. */
function SortChoice({ query, onSort }: Pick<RowsProps, 'query' | 'onSort'>) {
  return (
    <span className="sort-choice">
      <select
        className="choice"
        aria-label="Sort by"
        value={query.sort}
        onChange={({ target }) => {
          const column = columns.find(({ sort }) => sort === target.value);
          if (column?.sort) onSort(column.sort);
        }}
      >
        {columns.map(
          ({ sort, header }) =>
            sort && (
              <option key={sort} value={sort}>
                {header}
              </option>
            ),
        )}
      </select>
      <button type="button" className="button" onClick={() => onSort(query.sort)}>
        Reverse order
      </button>
    </span>
  );
}

/** The live list of calls: `/`. */
export default function CallsPage() {
  const { query, showQuery } = useListQuery();
  const [pageSize, setPageSize] = useStoredChoice('earshot.page-size', pageSizes, '25');
  const [kept] = useState(() => takeKeptList(listPath(query)));
  const list = useCallList(query, Number(pageSize), kept?.state);
  useWayBack(query, list, kept);
  const hasData = !list.loading;
  useEffect(() => {
    if (hasData) markFirstContent();
  }, [hasData]);
  const suggestAgents = useAgentSuggestions();
  const earlierCursors = readEarlierCursors();
  const showPrevious = (): void =>
    showQuery({ ...query, after: earlierCursors.at(-1) ?? null }, earlierCursors.slice(0, -1));
  const showNext = (): void => showQuery({ ...query, after: list.nextCursor }, [...earlierCursors, query.after]);
  const empty = list.failure === null && <EmptyList query={query} onClear={() => showQuery(defaultQuery)} />;

  return (
    <div className="page">
      <ListNotices list={list} onShowNewest={() => showQuery(newestOf(query))} />
      <section className="call-list">
        <div className="call-list-head">
          <h1>Calls</h1>
          <button type="button" className="button" onClick={list.refresh}>
            Refresh
          </button>
        </div>
        <CallFilters query={query} onChange={showQuery} suggestAgents={suggestAgents} />
        <CallRows list={list} query={query} onSort={(field) => showQuery(sortedBy(query, field))} empty={empty} />
        <PageControls
          pageNumber={pageNumberOf(query, earlierCursors)}
          pageSize={pageSize}
          onPageSizeChange={(size) => {
            setPageSize(size);
            showQuery({ ...query, after: null });
          }}
          onPrevious={query.after === null ? null : showPrevious}
          onNext={list.nextCursor === null ? null : showNext}
        />
      </section>
    </div>
  );
}
