import type { SessionCookie } from '@earshot/access';
import type { ErrorCode } from '@earshot/contracts';
import { endsTls } from '@earshot/hosting';
import type { GatewayConfig } from '../../gateway.config.js';

/** The part of an HTTP request or a WebSocket upgrade that the guard checks. */
export interface GuardedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> & {
    readonly host?: string | undefined;
    readonly origin?: string | undefined;
  };
}
export type GuardRefusal = Extract<ErrorCode, 'HOST_NOT_ALLOWED' | 'ORIGIN_NOT_ALLOWED'>;

const LOOPBACK_ADDRESS = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const LOOPBACK_NAME = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a name without its port means this machine to the browser that uses it. */
export const isLoopbackName = (name: string): boolean => LOOPBACK_NAME.test(name);

/** Whether only programs on this machine can reach the address. */
export const isLoopback = (host: string): boolean => LOOPBACK_ADDRESS.test(host);

/**
 * Keeps other web pages from using a visitor's browser against this server. The Host check stops a page whose domain
 * name points here (DNS rebinding). The Origin check stops a page that posts or opens a socket from its own origin.
 */
export class RequestGuard {
  private readonly origins: ReadonlySet<string>;
  private readonly proxyHosts: ReadonlySet<string>;
  private readonly expectsTls: boolean;

  constructor(
    config: Pick<GatewayConfig, 'EARSHOT_ALLOWED_ORIGINS' | 'EARSHOT_TLS_CERT_FILE' | 'EARSHOT_TLS_ENDS_AT_PROXY'>,
    private readonly sessionCookie?: Pick<SessionCookie, 'isIn'>,
  ) {
    this.expectsTls = endsTls(config);
    const allowed = config.EARSHOT_ALLOWED_ORIGINS.map((origin) => new URL(origin));
    this.origins = new Set(allowed.map((url) => url.origin));
    this.proxyHosts = new Set(allowed.map((url) => url.host));
  }

  /**
   * Checks the name by which the client reached us. It runs on every address: a container listens on all of them and
   * is still published on loopback.
   */
  checkHost({ headers }: GuardedRequest): GuardRefusal | null {
    const host = headers.host?.toLowerCase() ?? '';
    return isLoopbackName(nameOf(host)) || this.proxyHosts.has(host) ? null : 'HOST_NOT_ALLOWED';
  }

  /**
   * Checks that the page that sends the request is ours. A program sends no Origin, and no page can misuse it. A browser sends
   * one with each change and each WebSocket, so a request with a session and without one is refused.
   */
  checkOrigin(request: GuardedRequest): GuardRefusal | null {
    const { origin, host } = request.headers;
    if (origin === undefined) return this.sessionCookie?.isIn(request) === true ? 'ORIGIN_NOT_ALLOWED' : null;
    return this.origins.has(origin) || this.isOwnOrigin(origin, host) ? null : 'ORIGIN_NOT_ALLOWED';
  }

  /** Whether the page came from this host, and with TLS where browsers must use it. */
  private isOwnOrigin(origin: string, host: string | undefined): boolean {
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.host !== host?.toLowerCase()) return false;
    return url.protocol === 'https:' || !this.demandsTls(host);
  }

  /**
   * Whether a browser must reach this host with TLS only. Not under a loopback name: the rule would also bind the other
   * programs of that machine.
   */
  demandsTls(host: string | undefined): boolean {
    return this.expectsTls && host !== undefined && !isLoopbackName(nameOf(host.toLowerCase()));
  }
}

/** A Host header without its port. */
const nameOf = (host: string): string => host.replace(/:\d+$/, '');
