import type { IngestConfig } from '../ingest.config.js';

/** What is looked at of a WebSocket upgrade. */
export interface UpgradeRequest {
  readonly url?: string | undefined;
  readonly headers: { readonly host?: string | undefined; readonly origin?: string | undefined };
}

export const INGEST_PATH = '/api/v1/ws';
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a page of this origin may open a socket here. Programs send no Origin. A page of the same host may where that
 * host is a name of this machine, or any site could point its own name here (DNS rebinding); others are to be allowed.
 */
export function isOriginAllowed(
  { headers: { origin, host } }: UpgradeRequest,
  config: Pick<IngestConfig, 'EARSHOT_ALLOWED_ORIGINS'>,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (config.EARSHOT_ALLOWED_ORIGINS.some((allowed) => new URL(allowed).origin === page.origin)) return true;
  const isSameHost = /^https?:$/.test(page.protocol) && page.host === host?.toLowerCase();
  return isSameHost && LOOPBACK_NAME.test(page.hostname);
}

/** Path of a request without its query, whatever it holds. */
export const pathOf = ({ url }: UpgradeRequest): string => (url ?? '').split('?', 1)[0] ?? '';
