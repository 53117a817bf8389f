import type { CallFilter, QueryCallsArgs } from '@earshot/graphql-api';
import type { CallConditions } from '@earshot/domain';
import type { CallQuery } from '@earshot/ports';
import { clientError } from '../../platform/graphql/client-error.js';
import { MAX_INPUT_LENGTH, parsePage } from '../../platform/graphql/paging.js';

export const MAX_CALLS_PAGE = 100;

/** Turns the arguments of `calls` into a query of the store. Throws `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
export function toStoreQuery(args: QueryCallsArgs): CallQuery {
  return {
    ...parsePage(args, MAX_CALLS_PAGE),
    filter: toConditions(args.filter ?? {}),
    sort: { field: args.sort?.field ?? 'STARTED_AT', direction: args.sort?.direction ?? 'DESC' },
  };
}

/** The same filter gives the same conditions in the same order. Throws `BAD_INPUT`. */
export function toConditions(filter: CallFilter): CallConditions {
  const { status, hasAlert } = filter;
  return {
    ...(status && status.length > 0 ? { status: [...new Set(status)].toSorted() } : {}),
    ...textFilter('agentId', filter.agentId),
    ...textFilter('text', filter.text),
    ...textFilter('category', filter.category),
    ...(hasAlert === undefined || hasAlert === null ? {} : { hasAlert }),
    ...(filter.startedFrom ? { startedFromMs: Date.parse(filter.startedFrom) } : {}),
    ...(filter.startedTo ? { startedToMs: Date.parse(filter.startedTo) } : {}),
  };
}

/** NUL and lone surrogates, which a store cannot keep. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function textFilter<K extends string>(name: K, value: string | null | undefined): { [P in K]?: string } {
  if (value === undefined || value === null || value === '') return {};
  if (value.length > MAX_INPUT_LENGTH)
    throw clientError('BAD_INPUT', `${name} is longer than ${MAX_INPUT_LENGTH} characters.`);
  if (UNSTORABLE.test(value)) throw clientError('BAD_INPUT', `${name} has a character that no text can hold.`);
  return { [name]: value } as { [P in K]?: string };
}
