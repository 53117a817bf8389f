import type { CallFilter, QueryCallsArgs } from '@earshot/graphql-api';
import type { CallQuery } from '@earshot/ports';
import { inputError } from '../../platform/graphql/graphql-errors.js';

export const MAX_CALLS_PAGE = 100;
export const MAX_SEGMENTS_PAGE = 500;
/** Longest text of a filter or cursor. */
const MAX_INPUT_LENGTH = 2_048;

/** The store's question for the arguments of `calls`. Throws `PAGE_TOO_LARGE` or `BAD_INPUT`. */
export function callQuery(args: QueryCallsArgs): CallQuery {
  return {
    ...page(args, MAX_CALLS_PAGE),
    filter: filterOf(args.filter ?? {}),
    sort: { field: args.sort?.field ?? 'STARTED_AT', direction: args.sort?.direction ?? 'DESC' },
  };
}

/** Checks the bounds of a page. Throws `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
export function page(
  args: { first?: number | null; after?: string | null },
  max: number,
): { first: number; after?: string } {
  const first = args.first ?? 0;
  if (first > max) throw inputError('PAGE_TOO_LARGE', `At most ${max} can be asked for at once.`);
  if (first < 1) throw inputError('BAD_INPUT', 'At least 1 must be asked for.');
  if (args.after === undefined || args.after === null) return { first };
  if (args.after === '' || args.after.length > MAX_INPUT_LENGTH)
    throw inputError('BAD_CURSOR', 'This is not a cursor.');
  return { first, after: args.after };
}

function filterOf(filter: CallFilter): CallQuery['filter'] {
  const { status, hasAlert } = filter;
  return {
    ...(status && status.length > 0 ? { status: [...new Set(status)] } : {}),
    ...text('agentId', filter.agentId),
    ...text('text', filter.text),
    ...text('category', filter.category),
    ...(hasAlert === undefined || hasAlert === null ? {} : { hasAlert }),
    ...(filter.startedFrom ? { startedFromMs: Date.parse(filter.startedFrom) } : {}),
    ...(filter.startedTo ? { startedToMs: Date.parse(filter.startedTo) } : {}),
  };
}

function text<K extends string>(name: K, value: string | null | undefined): { [P in K]?: string } {
  if (value === undefined || value === null || value === '') return {};
  if (value.length > MAX_INPUT_LENGTH)
    throw inputError('BAD_INPUT', `${name} is longer than ${MAX_INPUT_LENGTH} characters.`);
  return { [name]: value } as { [P in K]?: string };
}
