import type { CallRowFragment } from '@earshot/graphql-api';
import { type ListQuery, defaultQuery, matchesFilter, showsNewest } from './list-query.js';

/** One page of calls; pushed changes update it in place. */
export interface CallListState {
  readonly query: ListQuery;
  readonly rows: readonly CallRowFragment[];
  readonly loading: boolean;
  /** Why the last fetch failed: a new object for each failure. */
  readonly failure: { readonly message: string } | null;
  /** Cursor of the next page; null on the last one. */
  readonly nextCursor: string | null;
  /** Ids of calls that began after this page was fetched and are not on it. */
  readonly newCallIds: readonly string[];
  /** Whether a fetch is in flight. */
  readonly fetching: boolean;
  /** The newest state of each call that was pushed during the fetch: the fetched page may be older. */
  readonly pushed: readonly CallRowFragment[];
  /** Start of the newest call when the page was fetched, in ms since 1970: an earlier call belongs to another page. */
  readonly newestStartMs: number;
}

/** What can happen to the list. */
export type CallListAction =
  | { type: 'query-changed'; query: ListQuery }
  | { type: 'fetch-started' }
  | { type: 'page-received'; rows: readonly CallRowFragment[]; nextCursor: string | null; nowMs: number }
  | { type: 'page-failed'; message: string }
  | { type: 'call-changed'; call: CallRowFragment };

export const loadingList: CallListState = {
  query: defaultQuery,
  rows: [],
  loading: true,
  failure: null,
  nextCursor: null,
  newCallIds: [],
  fetching: true,
  pushed: [],
  newestStartMs: Infinity,
};

/** Most entries of `pushed` and of `newCallIds`; the oldest are dropped. */
const maxRemembered = 500;

const newerVersion = (a: CallRowFragment, b: CallRowFragment): CallRowFragment => (b.version > a.version ? b : a);

const rememberPushed = (pushed: readonly CallRowFragment[], call: CallRowFragment): readonly CallRowFragment[] =>
  [...pushed.filter(({ id }) => id !== call.id), call].slice(-maxRemembered);

/** Updates a call in its row: the reader would click the wrong call if rows moved. */
function mergeCall(state: CallListState, call: CallRowFragment): CallListState {
  const at = state.rows.findIndex(({ id }) => id === call.id);
  const shown = state.rows[at];
  if (!shown) return mergeNewCall(state, call);
  return newerVersion(shown, call) === shown ? state : { ...state, rows: state.rows.with(at, call) };
}

function mergeNewCall(state: CallListState, call: CallRowFragment): CallListState {
  const { query, rows, newCallIds } = state;
  const startMs = Date.parse(call.startedAt);
  if (startMs < state.newestStartMs || !matchesFilter(query, call)) return state;
  if (!showsNewest(query)) {
    if (newCallIds.includes(call.id)) return state;
    return { ...state, newCallIds: [...newCallIds, call.id].slice(-maxRemembered) };
  }
  const firstEarlier = rows.findIndex((row) => Date.parse(row.startedAt) <= startMs);
  return { ...state, rows: rows.toSpliced(firstEarlier < 0 ? rows.length : firstEarlier, 0, call) };
}

function receivePage(state: CallListState, action: CallListAction & { type: 'page-received' }): CallListState {
  const known = new Map([...state.rows, ...state.pushed].map((call) => [call.id, call]));
  const rows = action.rows.map((row) => newerVersion(row, known.get(row.id) ?? row));
  const page: CallListState = {
    ...state,
    rows,
    loading: false,
    failure: null,
    nextCursor: action.nextCursor,
    newCallIds: [],
    fetching: false,
    newestStartMs: showsNewest(state.query) ? newestStart(rows) : action.nowMs,
  };
  return { ...state.pushed.reduce(mergeCall, page), pushed: [] };
}

const newestStart = ([newest]: readonly CallRowFragment[]): number => (newest ? Date.parse(newest.startedAt) : 0);

/** Folds fetched pages and pushed calls into one page. Only the server sorts, filters and pages. */
export function reduceCallList(state: CallListState, action: CallListAction): CallListState {
  switch (action.type) {
    case 'query-changed':
      return {
        ...state,
        query: action.query,
        loading: true,
        fetching: true,
        newCallIds: [],
        pushed: [],
        newestStartMs: Infinity,
      };
    case 'fetch-started':
      return { ...state, fetching: true, pushed: [] };
    case 'page-received':
      return receivePage(state, action);
    case 'page-failed':
      return { ...state, loading: false, fetching: false, failure: { message: action.message } };
    case 'call-changed': {
      const pushed = state.fetching ? rememberPushed(state.pushed, action.call) : state.pushed;
      return mergeCall(pushed === state.pushed ? state : { ...state, pushed }, action.call);
    }
  }
}
