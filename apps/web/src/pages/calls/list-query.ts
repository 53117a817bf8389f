import type { CallFilter, CallRowFragment, CallSortField, CallStatus } from '@earshot/graphql-api';

/** What the list shows; it is the page's query string, so that a view can be reloaded, shared and gone back to. */
export interface ListQuery {
  readonly text: string;
  readonly status: CallStatus | null;
  readonly agent: string;
  readonly category: string;
  readonly alertsOnly: boolean;
  readonly period: Period | null;
  readonly sort: CallSortField;
  readonly descending: boolean;
  /** Cursor of the last row of the page before; null on the first page. */
  readonly after: string | null;
}

export const periods = { '1h': 1, '4h': 4, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Period = keyof typeof periods;

const statuses: readonly CallStatus[] = ['LIVE', 'ENDED', 'INTERRUPTED'];
const sortFields: readonly CallSortField[] = [
  'STARTED_AT',
  'DURATION',
  'AGENT',
  'STATUS',
  'CUSTOMER_SENTIMENT',
  'ALERTS',
];

export const firstQuery: ListQuery = {
  text: '',
  status: null,
  agent: '',
  category: '',
  alertsOnly: false,
  period: null,
  sort: 'STARTED_AT',
  descending: true,
  after: null,
};

const isPeriod = (value: string | null): value is Period => value !== null && Object.hasOwn(periods, value);

/** Reads a query string; what it does not know counts as not given. */
export function parseListQuery(search: string): ListQuery {
  const given = new URLSearchParams(search);
  const period = given.get('period');
  return {
    text: given.get('text') ?? '',
    status: statuses.find((status) => status === given.get('status')) ?? null,
    agent: given.get('agent') ?? '',
    category: given.get('category') ?? '',
    alertsOnly: given.get('alerts') === '1',
    period: isPeriod(period) ? period : null,
    sort: sortFields.find((field) => field === given.get('sort')) ?? firstQuery.sort,
    descending: given.get('direction') !== 'asc',
    after: given.get('after'),
  };
}

/** Path and query string of the list, short where nothing is chosen. */
export function listPath(query: ListQuery): string {
  const said = new URLSearchParams();
  if (query.text) said.set('text', query.text);
  if (query.status) said.set('status', query.status);
  if (query.agent) said.set('agent', query.agent);
  if (query.category) said.set('category', query.category);
  if (query.alertsOnly) said.set('alerts', '1');
  if (query.period) said.set('period', query.period);
  if (query.sort !== firstQuery.sort) said.set('sort', query.sort);
  if (!query.descending) said.set('direction', 'asc');
  if (query.after) said.set('after', query.after);
  return said.size > 0 ? `/?${said.toString()}` : '/';
}

/** Whether anything is filtered away. */
export const isFiltered = (query: ListQuery): boolean =>
  Boolean(query.text || query.status || query.agent || query.category || query.alertsOnly || query.period);

/** The API's filter; `nowMs` is the server's clock. */
export function toFilter(query: ListQuery, nowMs: number): CallFilter {
  return {
    ...(query.text && { text: query.text }),
    ...(query.status && { status: [query.status] }),
    ...(query.agent && { agentId: query.agent }),
    ...(query.category && { category: query.category }),
    ...(query.alertsOnly && { hasAlert: true }),
    ...(query.period && { startedFrom: new Date(nowMs - periods[query.period] * 3_600_000).toISOString() }),
  };
}

/** The server's filter once more, for a call that was pushed; a period's start is not looked at, for a new call is in it. */
export function accepts(query: ListQuery, call: CallRowFragment): boolean {
  const text = query.text.toLowerCase();
  const searched = [call.id, call.agentId, call.customerNumber, call.systemNumber];
  return (
    (!query.status || call.status === query.status) &&
    (!query.agent || call.agentId === query.agent) &&
    (!query.category || call.categories.includes(query.category)) &&
    (!query.alertsOnly || call.alertCount > 0) &&
    (!text || searched.some((value) => value?.toLowerCase().includes(text)))
  );
}

/** Whether a new call belongs on top of what is shown. */
export const showsNewest = (query: ListQuery): boolean =>
  query.sort === 'STARTED_AT' && query.descending && query.after === null;
