import type { PageInfo } from '@earshot/graphql-api';
import type { Page } from '@earshot/ports';
import { clientError } from './client-error.js';

/** Longest text of a filter or cursor, in UTF-16 code units. */
export const MAX_INPUT_LENGTH = 2_048;

export interface PageArguments {
  readonly first: number;
  readonly after?: string;
}

/** Throws `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
export function parsePage(args: { first?: number | null; after?: string | null }, maxSize: number): PageArguments {
  const first = args.first ?? 0;
  if (first > maxSize) throw clientError('PAGE_TOO_LARGE', `A page has at most ${maxSize} entries.`);
  if (first < 1) throw clientError('BAD_INPUT', 'A page has at least 1 entry.');
  if (args.after === undefined || args.after === null) return { first };
  if (args.after === '' || args.after.length > MAX_INPUT_LENGTH)
    throw clientError('BAD_CURSOR', 'This is not a cursor.');
  return { first, after: args.after };
}

export const pageInfoOf = (page: Page<unknown>): PageInfo => ({
  hasNextPage: page.hasNextPage,
  endCursor: page.items.at(-1)?.cursor ?? null,
});
