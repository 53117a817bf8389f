import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { ErrorCode } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import { gateMessages, hasOneHost, type ClientKey, type ClientKeys, type RequestGate } from '@earshot/hosting';
import { Failure, type Authenticator } from '@earshot/ports';
import type { GatewayMetrics } from '../gateway-metrics.js';
import type { RequestGuard } from '../http/request-guard.js';
import type { SocketPlaces } from './socket-places.js';

export interface UpgradeRefusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterS?: number;
  /** For the header `WWW-Authenticate`. */
  readonly scheme?: string;
}

const refusals = {
  AUDIT_UNAVAILABLE: { status: 503, message: 'The gateway cannot record this now. Try again.', retryAfterS: 2 },
  ADDRESS_NOT_ALLOWED: { status: 403, message: gateMessages.ADDRESS_NOT_ALLOWED },
  HOST_HEADER_INVALID: { status: 400, message: 'A request needs exactly one Host header.' },
  HOST_NOT_ALLOWED: { status: 403, message: 'This host is not allowed here.' },
  ORIGIN_NOT_ALLOWED: { status: 403, message: 'This origin is not allowed here.' },
  SERVER_CLOSING: { status: 503, message: 'The server is shutting down. Connect again.', retryAfterS: 1 },
  SERVER_FULL: { status: 503, message: 'The server holds as many WebSockets as it may. Try again.', retryAfterS: 10 },
  STORE_UNAVAILABLE: { status: 503, message: 'The access key cannot be checked now. Try again.', retryAfterS: 2 },
  TLS_REQUIRED: { status: 403, message: gateMessages.TLS_REQUIRED },
  TOO_MANY_SOCKETS_OF_CLIENT: { status: 429, message: 'This client has too many open WebSockets.', retryAfterS: 10 },
  UNAUTHENTICATED: { status: 401, message: 'This needs a valid access key.', scheme: 'Bearer' },
} as const satisfies Partial<Record<ErrorCode, Omit<UpgradeRefusal, 'code'>>>;

/** A client that may open a WebSocket, and holds a place for it. */
export interface AdmittedClient {
  readonly principal: Principal;
  /** Whom its limits count for. */
  readonly key: ClientKey;
  /** The network address, for the audit. */
  readonly address: string;
  /** Call it when the socket has closed. */
  leavePlace(): void;
}

export interface UpgradeCheckParts {
  readonly gate: RequestGate;
  readonly guard: RequestGuard;
  readonly places: SocketPlaces;
  readonly clients: ClientKeys;
  readonly authenticator: Authenticator;
  readonly metrics: GatewayMetrics;
}

/** Decides whether a client may open a WebSocket, gives it a place, and counts the refusals. */
export class UpgradeCheck {
  private isClosing = false;

  constructor(private readonly parts: UpgradeCheckParts) {}

  get isFull(): boolean {
    return this.parts.places.isFull;
  }

  /** From now on, every upgrade is refused. */
  startClosing(): void {
    this.isClosing = true;
  }

  /** Authenticates the client and takes a place for it, or says why the upgrade is refused. */
  async admitClient(request: IncomingMessage): Promise<AdmittedClient | UpgradeRefusal> {
    const { clients, places } = this.parts;
    const early = this.refusalOfRequest(request);
    if (early !== null) return this.refuse(early);
    const principal = await this.authenticate(request);
    if (typeof principal === 'string') return this.refuse(principal);
    const key = clients.keyOfPrincipal(principal, request);
    const late = this.isClosing ? 'SERVER_CLOSING' : places.refusalOf(key);
    if (late !== null) return this.refuse(late);
    return { principal, key, address: clients.addressOf(request), leavePlace: places.takePlace(key) };
  }

  private refusalOfRequest(request: IncomingMessage): keyof typeof refusals | null {
    if (!hasOneHost(request)) return 'HOST_HEADER_INVALID';
    const { gate, guard } = this.parts;
    const refusal = gate.refusalOf(request) ?? guard.checkHost(request) ?? guard.checkOrigin(request);
    if (refusal !== null) return refusal;
    if (this.isClosing) return 'SERVER_CLOSING';
    return this.isFull ? 'SERVER_FULL' : null;
  }

  private async authenticate(
    request: IncomingMessage,
  ): Promise<Principal | 'UNAUTHENTICATED' | 'AUDIT_UNAVAILABLE' | 'STORE_UNAVAILABLE'> {
    try {
      return await this.parts.authenticator.authenticate(request);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { code } = error;
      return code === 'UNAUTHENTICATED' || code === 'AUDIT_UNAVAILABLE' ? code : 'STORE_UNAVAILABLE';
    }
  }

  private refuse(code: keyof typeof refusals): UpgradeRefusal {
    this.parts.metrics.countRefusal(code);
    return { code, ...refusals[code] };
  }
}

/** The refusal as a whole HTTP answer, with the reason in GraphQL's format. */
export function formatRefusal({ status, code, message, retryAfterS, scheme }: UpgradeRefusal): string {
  const body = JSON.stringify({ data: null, errors: [{ message, extensions: { code } }] });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfterS === undefined ? [] : [`Retry-After: ${retryAfterS}`]),
    ...(scheme === undefined ? [] : [`WWW-Authenticate: ${scheme}`]),
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}
