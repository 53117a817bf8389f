/**
 * The path and query of an address that came from outside, such as a query parameter, if it is an address of this
 * application. Otherwise `/`: nobody may lead a reader to another site with a link to this one.
 */
export function ownPath(value: string | null, origin: string): string {
  if (value === null || !value.startsWith('/') || !URL.canParse(value, origin)) return '/';
  const url = new URL(value, origin);
  return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
