import type { CallRowFragment } from '@earshot/graphql-api';
import { type ListQuery, accepts, firstQuery, showsNewest } from './list-query.js';

/** One page of calls, kept up to date in place. */
export interface CallListState {
  readonly query: ListQuery;
  readonly rows: readonly CallRowFragment[];
  readonly loading: boolean;
  /** Why the last fetch failed: a new object for each failure. */
  readonly failure: { readonly message: string } | null;
  /** Cursor of the next page; null on the last one. */
  readonly nextCursor: string | null;
  /** Calls that began after this page was fetched and are not on it. */
  readonly unseen: readonly string[];
  readonly fetching: boolean;
  /** Newest state of calls pushed while a fetch is on its way: its page may be older than they are. */
  readonly pushed: readonly CallRowFragment[];
  /** Start of the newest call known when the page was fetched, ms since 1970. */
  readonly knownUpToMs: number;
}

/** What can happen to the list. */
export type CallListAction =
  | { type: 'query-changed'; query: ListQuery }
  | { type: 'fetch-started' }
  | { type: 'page-received'; rows: readonly CallRowFragment[]; nextCursor: string | null; nowMs: number }
  | { type: 'page-failed'; message: string }
  | { type: 'call-changed'; call: CallRowFragment };

export const loadingList: CallListState = {
  query: firstQuery,
  rows: [],
  loading: true,
  failure: null,
  nextCursor: null,
  unseen: [],
  fetching: true,
  pushed: [],
  knownUpToMs: Infinity,
};

const remembered = 500;

const newestOf = (a: CallRowFragment, b: CallRowFragment): CallRowFragment => (b.version > a.version ? b : a);

const remember = (list: readonly CallRowFragment[], call: CallRowFragment): readonly CallRowFragment[] =>
  [...list.filter(({ id }) => id !== call.id), call].slice(-remembered);

/** A call on the page changes where it stands: a row that moves is a row that is misclicked. */
function foldIn(state: CallListState, call: CallRowFragment): CallListState {
  const at = state.rows.findIndex(({ id }) => id === call.id);
  const shown = state.rows[at];
  if (shown) {
    return newestOf(shown, call) === shown ? state : { ...state, rows: state.rows.with(at, call) };
  }
  const startedMs = Date.parse(call.startedAt);
  if (startedMs < state.knownUpToMs || !accepts(state.query, call)) return state;
  if (!showsNewest(state.query)) {
    return state.unseen.includes(call.id) ? state : { ...state, unseen: [...state.unseen, call.id].slice(-remembered) };
  }
  const before = state.rows.findIndex((row) => Date.parse(row.startedAt) <= startedMs);
  return { ...state, rows: state.rows.toSpliced(before < 0 ? state.rows.length : before, 0, call) };
}

function receivePage(state: CallListState, action: CallListAction & { type: 'page-received' }): CallListState {
  const known = new Map([...state.rows, ...state.pushed].map((call) => [call.id, call]));
  const rows = action.rows.map((row) => newestOf(row, known.get(row.id) ?? row));
  const newest = showsNewest(state.query) ? rows[0] : undefined;
  const page: CallListState = {
    ...state,
    rows,
    loading: false,
    failure: null,
    nextCursor: action.nextCursor,
    unseen: [],
    fetching: false,
    knownUpToMs: newest ? Date.parse(newest.startedAt) : showsNewest(state.query) ? 0 : action.nowMs,
  };
  return { ...state.pushed.reduce(foldIn, page), pushed: [] };
}

/** Folds fetched pages and pushed calls; the server alone sorts, filters and pages. */
export function callListState(state: CallListState, action: CallListAction): CallListState {
  switch (action.type) {
    case 'query-changed':
      return {
        ...state,
        query: action.query,
        loading: true,
        fetching: true,
        unseen: [],
        pushed: [],
        knownUpToMs: Infinity,
      };
    case 'fetch-started':
      return { ...state, fetching: true, pushed: [] };
    case 'page-received':
      return receivePage(state, action);
    case 'page-failed':
      return { ...state, loading: false, fetching: false, failure: { message: action.message } };
    case 'call-changed':
      return foldIn(state.fetching ? { ...state, pushed: remember(state.pushed, action.call) } : state, action.call);
  }
}
