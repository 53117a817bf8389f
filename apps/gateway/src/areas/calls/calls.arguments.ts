import type { CallFilter, QueryCallsArgs } from '@earshot/graphql-api';
import type { CallConditions } from '@earshot/domain';
import type { CallQuery } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';
import { parsePage } from '../../platform/graphql/paging.js';

export const MAX_CALLS_PAGE = 100;

/** Turns the arguments of `calls` into a query of the store. Throws `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
export function toStoreQuery(args: QueryCallsArgs, options: FilterOptions): CallQuery {
  return {
    ...parsePage(args, MAX_CALLS_PAGE),
    filter: toConditions(args.filter ?? {}, options),
    sort: { field: args.sort?.field ?? 'STARTED_AT', direction: args.sort?.direction ?? 'DESC' },
  };
}

export interface FilterOptions {
  /** False: a text finds nothing by a number, because it would tell a number to somebody who may not see it. */
  readonly searchesNumbers: boolean;
}

/** The same filter gives the same conditions in the same order. Throws `BAD_INPUT`. */
export function toConditions(filter: CallFilter, { searchesNumbers }: FilterOptions): CallConditions {
  const { status, hasAlert } = filter;
  return {
    ...(status && status.length > 0 ? { status: [...new Set(status)].toSorted() } : {}),
    ...textFilter('agentId', filter.agentId),
    ...textFilter(searchesNumbers ? 'text' : 'textWithoutNumbers', filter.text),
    ...textFilter('queue', filter.queue),
    ...textFilter('category', filter.category),
    ...(hasAlert === undefined || hasAlert === null ? {} : { hasAlert }),
    ...(filter.startedFrom ? { startedFromMs: Date.parse(filter.startedFrom) } : {}),
    ...(filter.startedTo ? { startedToMs: Date.parse(filter.startedTo) } : {}),
  };
}

function textFilter<K extends string>(name: K, value: string | null | undefined): { [P in K]?: string } {
  if (value === undefined || value === null || value === '') return {};
  return { [name]: checkText(name === 'textWithoutNumbers' ? 'text' : name, value) } as { [P in K]?: string };
}
