import { AddressList } from './address-list.js';
import type { ClientKeys, ClientRequest } from './client-keys.js';

export interface RequestGateOptions {
  readonly clients: ClientKeys;
  /** Addresses and networks of the clients that may send requests. Empty: all may. */
  readonly allowedAddresses: readonly string[];
  /** True if clients reach this server only through a trusted proxy that speaks TLS with them. */
  readonly tlsEndsAtProxy: boolean;
}

/** Why a gate refuses a request. */
export type GateRefusal = keyof typeof gateMessages;

/** What a refused client reads. */
export const gateMessages = {
  ADDRESS_NOT_ALLOWED: 'Requests from this address are not allowed here.',
  TLS_REQUIRED: 'This server takes only requests that were sent with TLS. Use https:// or wss://.',
} as const;

const thisMachine = new AddressList(['127.0.0.0/8', '::1']);

/** Refuses requests by the way that they came, before anything of them but the header is read. */
export class RequestGate {
  private readonly allowed: AddressList;

  constructor(private readonly options: RequestGateOptions) {
    this.allowed = new AddressList(options.allowedAddresses);
  }

  /** Why a request is refused; null when it may go on. */
  refusalOf(request: ClientRequest): GateRefusal | null {
    if (!this.allowed.isEmpty && !this.allowed.includes(this.options.clients.addressOf(request))) {
      return 'ADDRESS_NOT_ALLOWED';
    }
    return this.options.tlsEndsAtProxy && !this.cameWithTls(request) ? 'TLS_REQUIRED' : null;
  }

  /** A request of this machine does not leave it. What the proxy says of its client counts if it says anything. */
  private cameWithTls({ headers, socket }: ClientRequest): boolean {
    const sender = socket.remoteAddress ?? '';
    if (!this.options.clients.isProxy(sender)) return thisMachine.includes(sender);
    const scheme = [headers['x-forwarded-proto'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
    return ['', 'https', 'wss'].includes(scheme.toLowerCase());
  }
}
