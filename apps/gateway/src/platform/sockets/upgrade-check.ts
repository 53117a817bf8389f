import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { ErrorCode } from '@earshot/contracts';
import { gateMessages, hasOneHost, type ClientKeys, type RequestGate } from '@earshot/hosting';
import type { GatewayMetrics } from '../gateway-metrics.js';
import type { RequestGuard } from '../http/request-guard.js';
import type { SocketPlaces } from './socket-places.js';

export interface UpgradeRefusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterS?: number;
}

const refusals = {
  ADDRESS_NOT_ALLOWED: { status: 403, message: gateMessages.ADDRESS_NOT_ALLOWED },
  HOST_HEADER_INVALID: { status: 400, message: 'A request needs exactly one Host header.' },
  HOST_NOT_ALLOWED: { status: 403, message: 'This host is not allowed here.' },
  ORIGIN_NOT_ALLOWED: { status: 403, message: 'This origin is not allowed here.' },
  SERVER_CLOSING: { status: 503, message: 'The server is shutting down. Connect again.', retryAfterS: 1 },
  SERVER_FULL: { status: 503, message: 'The server holds as many WebSockets as it may. Try again.', retryAfterS: 10 },
  TLS_REQUIRED: { status: 403, message: gateMessages.TLS_REQUIRED },
  TOO_MANY_SOCKETS_OF_CLIENT: { status: 429, message: 'This client has too many open WebSockets.', retryAfterS: 10 },
} as const satisfies Partial<Record<ErrorCode, Omit<UpgradeRefusal, 'code'>>>;

/** Decides whether a client may open a WebSocket, gives it a place, and counts the refusals. */
export class UpgradeCheck {
  private isClosing = false;

  constructor(
    private readonly gate: RequestGate,
    private readonly guard: RequestGuard,
    private readonly places: SocketPlaces,
    private readonly clients: ClientKeys,
    private readonly metrics: GatewayMetrics,
  ) {}

  get isFull(): boolean {
    return this.places.isFull;
  }

  /** From now on, every upgrade is refused. */
  startClosing(): void {
    this.isClosing = true;
  }

  /** Why the upgrade is refused; null when it may go on. */
  refusalOf(request: IncomingMessage): UpgradeRefusal | null {
    const code = this.refusalCodeOf(request);
    if (code === null) return null;
    this.metrics.countRefusal(code);
    return { code, ...refusals[code] };
  }

  /** Takes a place for an accepted socket. Call the returned function when it has closed. */
  takePlace(request: IncomingMessage): () => void {
    return this.places.takePlace(this.clients.keyOf(request));
  }

  private refusalCodeOf(request: IncomingMessage): keyof typeof refusals | null {
    if (!hasOneHost(request)) return 'HOST_HEADER_INVALID';
    const refusal = this.gate.refusalOf(request) ?? this.guard.checkHost(request) ?? this.guard.checkOrigin(request);
    if (refusal !== null) return refusal;
    return this.isClosing ? 'SERVER_CLOSING' : this.places.refusalOf(this.clients.keyOf(request));
  }
}

/** The refusal as a whole HTTP answer, with the reason in GraphQL's format. */
export function formatRefusal({ status, code, message, retryAfterS }: UpgradeRefusal): string {
  const body = JSON.stringify({ data: null, errors: [{ message, extensions: { code } }] });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfterS === undefined ? [] : [`Retry-After: ${retryAfterS}`]),
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}
