/** The headers of a WebSocket upgrade that decide about its origin. */
export interface OriginHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a page of this origin may open a socket here. Programs send no Origin. A page from this server's own host may if
 * that host is a loopback name; otherwise any site could point its own name at this server (DNS rebinding). All other pages
 * need an entry in `allowedOrigins`.
 */
export function isOriginAllowed({ origin, host }: OriginHeaders, allowedOrigins: readonly string[]): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (allowedOrigins.some((allowed) => new URL(allowed).origin === page.origin)) return true;
  const isSameHost = /^https?:$/.test(page.protocol) && page.host === host?.toLowerCase();
  return isSameHost && LOOPBACK_NAME.test(page.hostname);
}
