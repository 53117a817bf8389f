import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { credentialOf } from '@earshot/access';
import type { ConnectionRefusalCode, ErrorCode } from '@earshot/contracts';
import { maySend, openPrincipal, type Principal } from '@earshot/domain';
import type { GateRefusal, RequestGate } from '@earshot/hosting';
import { Failure, type AccessRequest, type Authenticator } from '@earshot/ports';
import { isOriginAllowed } from './is-origin-allowed.js';
import { principalOfVendor, type AuthenticateUpgrade, type IdentityRefusal } from './source-identity.js';

/** Why a WebSocket is not opened. */
export type UpgradeRefusalCode =
  ConnectionRefusalCode | GateRefusal | IdentityRefusal | Extract<ErrorCode, 'ORIGIN_NOT_ALLOWED'>;

/** What a path says about its clients. */
export interface PathRules {
  /** The kind of the source, which a principal must be allowed to use. */
  readonly source: string;
  /** A query parameter that clients may use in place of the `Authorization` header. */
  readonly keyParameter?: string | undefined;
  /** The access key of clients that cannot send it as others do; null where they send none in this way. */
  readonly findKey?: ((request: IncomingMessage) => string | null) | undefined;
  /** The vendor's own check, in place of an access key. */
  readonly authenticate?: AuthenticateUpgrade | undefined;
  /** Which connections it takes. */
  readonly gate: RequestGate;
}

export interface UpgradeCheckParts {
  readonly allowedOrigins: readonly string[];
  readonly authenticator: Authenticator;
  /** Why no more sockets are opened now; null when there is room. */
  findCapacityRefusal(): ConnectionRefusalCode | null;
}

/** The principal that may open this WebSocket, or why it may not. A key that is in memory needs no database. */
export async function admitUpgrade(
  request: IncomingMessage,
  rules: PathRules,
  { allowedOrigins, authenticator, findCapacityRefusal }: UpgradeCheckParts,
): Promise<Principal | UpgradeRefusalCode> {
  const closed = rules.gate.refusalOf(request);
  if (closed !== null) return closed;
  const isForeignPage = !isOriginAllowed(request.headers, allowedOrigins);
  if (isForeignPage && !offersKey(request)) return 'ORIGIN_NOT_ALLOWED';
  const full = findCapacityRefusal();
  if (full !== null) return full;
  const principal = await identify(request, rules, authenticator);
  if (typeof principal === 'string') return principal;
  // Where nobody has to prove who they are, a key proves nothing.
  if (isForeignPage && principal.key === openPrincipal.key) return 'ORIGIN_NOT_ALLOWED';
  // The process may have begun to drain meanwhile.
  return findCapacityRefusal() ?? principal;
}

/**
 * A page that offers a key of its own proves itself: unlike a cookie or an address, no browser adds a key for a page that does not
 * know it.
 */
const offersKey = ({ headers }: IncomingMessage): boolean =>
  headers.authorization === undefined && credentialOf({ headers }) !== null;

async function identify(
  request: IncomingMessage,
  rules: PathRules,
  authenticator: Authenticator,
): Promise<Principal | IdentityRefusal> {
  if (rules.authenticate !== undefined) {
    const identity = await rules.authenticate(request);
    if (identity !== null) return typeof identity === 'string' ? identity : principalOfVendor(rules.source, identity);
  }
  const principal = await authenticate(toAccessRequest(request, rules), authenticator);
  return typeof principal === 'string' || maySend(principal, rules.source) ? principal : 'FORBIDDEN';
}

async function authenticate(
  request: AccessRequest,
  authenticator: Authenticator,
): Promise<Principal | IdentityRefusal> {
  try {
    return await authenticator.authenticate(request);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code } = error;
    return code === 'UNAUTHENTICATED' || code === 'IDENTITY_PROVIDER_UNAVAILABLE' ? code : 'STORE_UNAVAILABLE';
  }
}

/** The parameter counts before the header, as in LCA. */
function toAccessRequest(request: IncomingMessage, { keyParameter, findKey }: PathRules): AccessRequest {
  const { headers, url } = request;
  const key = findKey?.(request) ?? null;
  if (key !== null) return { headers: { ...headers, authorization: `Bearer ${key}` } };
  const query = new URLSearchParams((url ?? '').split('?')[1] ?? '');
  const authorization = keyParameter === undefined ? null : query.get(keyParameter);
  return authorization === null ? { headers } : { headers: { ...headers, authorization } };
}

const BUSY = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2';
const FORBIDDEN = 'HTTP/1.1 403 Forbidden';
const heads: Readonly<Record<UpgradeRefusalCode, string>> = {
  ADDRESS_NOT_ALLOWED: FORBIDDEN,
  ADDRESS_UNKNOWN: 'HTTP/1.1 404 Not Found',
  DRAINING: BUSY,
  FORBIDDEN,
  HOST_HEADER_INVALID: 'HTTP/1.1 400 Bad Request',
  IDENTITY_PROVIDER_UNAVAILABLE: BUSY,
  ORIGIN_NOT_ALLOWED: FORBIDDEN,
  STORE_UNAVAILABLE: BUSY,
  TLS_REQUIRED: FORBIDDEN,
  TOO_MANY_SOCKETS: BUSY,
  UNAUTHENTICATED: 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer',
  WRONG_PROTOCOL: 'HTTP/1.1 400 Bad Request',
};

/** Answers an upgrade that is refused. The code tells a program why. */
export function refuseUpgrade(socket: Duplex, code: UpgradeRefusalCode): void {
  const body = JSON.stringify({ code });
  const head = `${heads[code]}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}`;
  socket.once('finish', () => socket.destroy());
  socket.end(`${head}\r\n\r\n${body}`);
}
