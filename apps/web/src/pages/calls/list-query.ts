import type { CallFilter, CallSortField, CallStatus } from '@earshot/graphql-api';

/** What the list shows. It is the page's query string, so that a reader can reload, share and go back to a view. */
export interface ListQuery {
  readonly text: string;
  readonly status: CallStatus | null;
  readonly agent: string;
  readonly category: string;
  readonly alertsOnly: boolean;
  readonly period: Period | null;
  readonly sort: CallSortField;
  readonly descending: boolean;
  /** Cursor of the last row of the previous page; null on the first page. */
  readonly after: string | null;
}

const periodHours = { '1h': 1, '4h': 4, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Period = keyof typeof periodHours;

const statuses: readonly CallStatus[] = ['LIVE', 'ENDED', 'INTERRUPTED'];
const sortFields: readonly CallSortField[] = [
  'STARTED_AT',
  'DURATION',
  'AGENT',
  'STATUS',
  'CUSTOMER_SENTIMENT',
  'ALERTS',
];

/** All calls, newest first. */
export const defaultQuery: ListQuery = {
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

const isPeriod = (value: string | null): value is Period => value !== null && Object.hasOwn(periodHours, value);

/** Reads a query string. Ignores unknown values. */
export function parseListQuery(search: string): ListQuery {
  const params = new URLSearchParams(search);
  const period = params.get('period');
  return {
    text: params.get('text') ?? '',
    status: statuses.find((status) => status === params.get('status')) ?? null,
    agent: params.get('agent') ?? '',
    category: params.get('category') ?? '',
    alertsOnly: params.get('alerts') === '1',
    period: isPeriod(period) ? period : null,
    sort: sortFields.find((field) => field === params.get('sort')) ?? defaultQuery.sort,
    descending: params.get('direction') !== 'asc',
    after: params.get('after'),
  };
}

/** Path and query string of the list. Leaves defaults out. */
export function listPath(query: ListQuery): string {
  const chosen = {
    text: query.text,
    status: query.status,
    agent: query.agent,
    category: query.category,
    alerts: query.alertsOnly ? '1' : null,
    period: query.period,
    sort: query.sort === defaultQuery.sort ? null : query.sort,
    direction: query.descending ? null : 'asc',
    after: query.after,
  };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(chosen)) if (value) params.set(name, value);
  return params.size > 0 ? `/?${params.toString()}` : '/';
}

export const isFiltered = (query: ListQuery): boolean =>
  Boolean(query.text || query.status || query.agent || query.category || query.alertsOnly || query.period);

/** Builds the API's filter; `nowMs` is the server's clock. */
export function toFilter(query: ListQuery, nowMs: number): CallFilter {
  return {
    ...(query.text && { text: query.text }),
    ...(query.status && { status: [query.status] }),
    ...(query.agent && { agentId: query.agent }),
    ...(query.category && { category: query.category }),
    ...(query.alertsOnly && { hasAlert: true }),
    ...(query.period && { startedFrom: new Date(nowMs - periodHours[query.period] * 3_600_000).toISOString() }),
  };
}

/** The first page of the newest calls that pass the same filters. */
export const newestOf = (query: ListQuery): ListQuery => ({
  ...query,
  sort: defaultQuery.sort,
  descending: defaultQuery.descending,
  after: null,
});

/** Fields whose first click sorts the smallest first, as names in the alphabet. The others show the largest first. */
const ascendingFirst: readonly CallSortField[] = ['AGENT', 'STATUS'];

/** The query after a click on the head of a column: the usual direction first, then the other one. */
export function sortedBy(query: ListQuery, field: CallSortField): ListQuery {
  const descending = query.sort === field ? !query.descending : !ascendingFirst.includes(field);
  return { ...query, sort: field, descending, after: null };
}
