import { ownPath } from '@earshot/domain';

/** Where the reader wanted to go: the page of the address or, on a page of the sign-in itself, the one that it names. */
export function askedPath({ pathname, search, origin }: Pick<Location, 'pathname' | 'search' | 'origin'>): string {
  if (!pathname.startsWith('/sign-in')) return pathname + search;
  return ownPath(new URLSearchParams(search).get('returnTo'), origin);
}
