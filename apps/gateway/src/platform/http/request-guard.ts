import type { ErrorCode } from '@earshot/contracts';
import type { GatewayConfig } from '../../gateway.config.js';

/** What the guard looks at, of an HTTP request or a WebSocket upgrade. */
export interface GuardedRequest {
  readonly headers: { readonly host?: string | undefined; readonly origin?: string | undefined };
}
export type GuardRefusal = Extract<ErrorCode, 'HOST_NOT_ALLOWED' | 'ORIGIN_NOT_ALLOWED'>;

const LOOPBACK_ADDRESS = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const LOOPBACK_NAME = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether only programs of this machine reach an address. */
export const isLoopback = (host: string): boolean => LOOPBACK_ADDRESS.test(host);

/**
 * Keeps other web pages from using the visitor's browser against this server: one that lets its own name point here
 * (DNS rebinding) fails by the Host header, one that posts or opens a socket from its own origin fails by Origin.
 */
export class RequestGuard {
  private readonly origins: ReadonlySet<string>;
  private readonly proxyHosts: ReadonlySet<string>;

  constructor(config: Pick<GatewayConfig, 'EARSHOT_ALLOWED_ORIGINS'>) {
    const allowed = config.EARSHOT_ALLOWED_ORIGINS.map((origin) => new URL(origin));
    this.origins = new Set(allowed.map((url) => url.origin));
    this.proxyHosts = new Set(allowed.map((url) => url.host));
  }

  /** Whether the name the client reached us by is ours. A container listens everywhere and is published on loopback: so always. */
  checkHost({ headers }: GuardedRequest): GuardRefusal | null {
    const host = headers.host?.toLowerCase() ?? '';
    return LOOPBACK_NAME.test(host.replace(/:\d+$/, '')) || this.proxyHosts.has(host) ? null : 'HOST_NOT_ALLOWED';
  }

  /** Whether the page that sends this is ours. Programs send no Origin and are not a browser's victim. */
  checkOrigin({ headers }: GuardedRequest): GuardRefusal | null {
    const { origin, host } = headers;
    if (origin === undefined || this.origins.has(origin)) return null;
    const url = URL.canParse(origin) ? new URL(origin) : null;
    const own = url !== null && /^https?:$/.test(url.protocol) && url.host === host?.toLowerCase();
    return own ? null : 'ORIGIN_NOT_ALLOWED';
  }
}
