import type { CallRowFragment } from '@earshot/graphql-api';
import { compareCalls, movesWithChanges } from './call-order.js';
import { type ListQuery, defaultQuery } from './list-query.js';

/** One page of calls, which pushed changes keep up to date. */
export interface CallListState {
  readonly query: ListQuery;
  readonly rows: readonly CallRowFragment[];
  readonly loading: boolean;
  /** Why the last fetch failed: a new object for each failure. */
  readonly failure: { readonly message: string } | null;
  /** Cursor of the next page; null on the last one. */
  readonly nextCursor: string | null;
  /** Ids of calls that began after this page was fetched and whose place is on another page. */
  readonly newCallIds: readonly string[];
  /** Ids of rows that have stopped passing the filter, but stay until the reader lets go of the list. */
  readonly leftIds: readonly string[];
  /** Whether the reader points at the list: rows stay in their places then, or the reader would click the wrong call. */
  readonly held: boolean;
  /** Whether a fetch is in flight. */
  readonly fetching: boolean;
  /** The newest push of each call during the fetch: the fetched page may be older. */
  readonly pushed: readonly CallPush[];
  /** When the page was fetched, in ms since 1970: a call that started later is a new one. */
  readonly fetchedAtMs: number;
}

/** A pushed call. `passesFilter`: whether it belongs to the list. */
export interface CallPush {
  readonly call: CallRowFragment;
  readonly passesFilter: boolean;
}

/** What can happen to the list. */
export type CallListAction =
  | { type: 'query-changed'; query: ListQuery }
  | { type: 'fetch-started' }
  | { type: 'page-received'; rows: readonly CallRowFragment[]; nextCursor: string | null; nowMs: number }
  | { type: 'page-failed'; message: string }
  | ({ type: 'call-changed' } & CallPush)
  | { type: 'held' }
  | { type: 'released' };

export const loadingList: CallListState = {
  query: defaultQuery,
  rows: [],
  loading: true,
  failure: null,
  nextCursor: null,
  newCallIds: [],
  leftIds: [],
  held: false,
  fetching: true,
  pushed: [],
  fetchedAtMs: Infinity,
};

/** Most entries of `pushed` and of `newCallIds`; the oldest are dropped. */
const maxRemembered = 500;

const newerVersion = (a: CallRowFragment, b: CallRowFragment): CallRowFragment => (b.version > a.version ? b : a);

const withoutCall = (rows: readonly CallRowFragment[], id: string): readonly CallRowFragment[] =>
  rows.filter((row) => row.id !== id);

const without = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : ids;

/** Remembers a call that started after the page was fetched and is not on it. */
function countNewCall(state: CallListState, call: CallRowFragment): CallListState {
  const isNew = Date.parse(call.startedAt) > state.fetchedAtMs && !state.newCallIds.includes(call.id);
  return isNew ? { ...state, newCallIds: [...state.newCallIds, call.id].slice(-maxRemembered) } : state;
}

/** Puts a call at its place, if the place is on this page. Only the rows of the page are known. */
function insertCall(state: CallListState, call: CallRowFragment): CallListState {
  const { query, rows, nextCursor } = state;
  const next = rows.findIndex((row) => compareCalls(query, call, row) < 0);
  const isOnEarlierPage = query.after !== null && next <= 0 && !(next < 0 && rows.length > 0);
  const isOnLaterPage = next < 0 && nextCursor !== null;
  if (isOnEarlierPage || isOnLaterPage) return countNewCall(state, call);
  return {
    ...state,
    rows: rows.toSpliced(next < 0 ? rows.length : next, 0, call),
    newCallIds: without(state.newCallIds, call.id),
  };
}

function isInPlace({ query, rows }: CallListState, at: number, call: CallRowFragment): boolean {
  const before = rows[at - 1];
  const after = rows[at + 1];
  return (!before || compareCalls(query, before, call) < 0) && (!after || compareCalls(query, call, after) < 0);
}

function updateRow(state: CallListState, at: number, call: CallRowFragment): CallListState {
  const updated = { ...state, rows: state.rows.with(at, call), leftIds: without(state.leftIds, call.id) };
  if (state.held || !movesWithChanges(state.query) || isInPlace(updated, at, call)) return updated;
  return insertCall({ ...updated, rows: withoutCall(state.rows, call.id) }, call);
}

function removeRow(state: CallListState, at: number, call: CallRowFragment): CallListState {
  if (!state.held) {
    return { ...state, rows: withoutCall(state.rows, call.id), leftIds: without(state.leftIds, call.id) };
  }
  return { ...state, rows: state.rows.with(at, call), leftIds: [...without(state.leftIds, call.id), call.id] };
}

/** Applies a push: the call comes in at its place, changes, moves or leaves. */
function mergePush(state: CallListState, { call, passesFilter }: CallPush): CallListState {
  const at = state.rows.findIndex(({ id }) => id === call.id);
  const shown = state.rows[at];
  if (!shown && passesFilter) return insertCall(state, call);
  if (!shown) {
    const newCallIds = without(state.newCallIds, call.id);
    return newCallIds === state.newCallIds ? state : { ...state, newCallIds };
  }
  if (newerVersion(shown, call) === shown) return state;
  return passesFilter ? updateRow(state, at, call) : removeRow(state, at, call);
}

function receivePage(state: CallListState, action: CallListAction & { type: 'page-received' }): CallListState {
  const known = new Map(state.rows.map((call) => [call.id, call]));
  for (const id of state.leftIds) known.delete(id);
  const page: CallListState = {
    ...state,
    rows: action.rows.map((row) => newerVersion(row, known.get(row.id) ?? row)),
    loading: false,
    failure: null,
    nextCursor: action.nextCursor,
    newCallIds: [],
    leftIds: [],
    fetching: false,
    fetchedAtMs: action.nowMs,
  };
  return { ...state.pushed.reduce(mergePush, page), pushed: [] };
}

/** Sorts the rows again and drops those that have left. */
function releaseRows(state: CallListState): CallListState {
  const kept = state.rows.filter(({ id }) => !state.leftIds.includes(id));
  const rows = movesWithChanges(state.query) ? kept.toSorted((a, b) => compareCalls(state.query, a, b)) : kept;
  const isSame = rows.length === state.rows.length && rows.every((row, at) => row === state.rows[at]);
  return { ...state, rows: isSame ? state.rows : rows, leftIds: [], held: false };
}

const rememberPush = (pushed: readonly CallPush[], push: CallPush): readonly CallPush[] =>
  [...pushed.filter(({ call }) => call.id !== push.call.id), push].slice(-maxRemembered);

function receivePush(state: CallListState, push: CallPush): CallListState {
  const pushed = state.fetching ? rememberPush(state.pushed, push) : state.pushed;
  // The rows of the old query are shown until the new page is there; a push of the new query is not about them.
  if (state.loading) return { ...state, pushed };
  return mergePush(pushed === state.pushed ? state : { ...state, pushed }, push);
}

/** Folds fetched pages and pushed calls into one page. The server filters and pages; the order is the server's too. */
export function reduceCallList(state: CallListState, action: CallListAction): CallListState {
  switch (action.type) {
    case 'query-changed':
      return {
        ...state,
        query: action.query,
        loading: true,
        fetching: true,
        newCallIds: [],
        leftIds: [],
        pushed: [],
        fetchedAtMs: Infinity,
      };
    case 'fetch-started':
      return { ...state, fetching: true, pushed: [] };
    case 'page-received':
      return receivePage(state, action);
    case 'page-failed':
      return { ...state, loading: false, fetching: false, failure: { message: action.message } };
    case 'call-changed':
      return receivePush(state, { call: action.call, passesFilter: action.passesFilter });
    case 'held':
      return state.held ? state : { ...state, held: true };
    case 'released':
      return state.held ? releaseRows(state) : state;
  }
}
