import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { openPrincipal, type Principal } from '@earshot/domain';
import { AddressList, isAddress, plainAddress } from './address-list.js';

/** Identifies who opened a connection, for limits per client. Clients with the same key share one limit. */
export type ClientKey = string;

/** The part of a request that identifies its client. */
export type ClientRequest = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { remoteAddress?: string | undefined };
};

/**
 * Names clients by who they are, or by their network address where nobody has to prove that. Behind a trusted proxy, the last untrusted address in
 * `X-Forwarded-For` counts: the client itself can write only the ones before it. An IPv6 client counts by its /64 network,
 * because one host may use all addresses in it.
 */
export class ClientKeys {
  private readonly proxies: AddressList;

  /** `trustedProxies`: addresses and networks such as `10.0.0.0/8`. */
  constructor(trustedProxies: readonly string[]) {
    this.proxies = new AddressList(trustedProxies);
  }

  /** The key of whoever sent an authenticated request. All of its connections share one limit. */
  keyOfPrincipal(principal: Principal, request: ClientRequest): ClientKey {
    return principal.key === openPrincipal.key ? this.keyOf(request) : principal.key;
  }

  /** The key of the address that a request comes from. */
  keyOf(request: ClientRequest): ClientKey {
    const address = this.addressOf(request);
    return isIPv6(address) ? networkOf(address) : address;
  }

  /** The address of the client itself. Empty when its connection is gone. */
  addressOf({ headers, socket }: ClientRequest): string {
    let address = plainAddress(socket.remoteAddress ?? '');
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    while (this.isProxy(address)) {
      const previous = plainAddress(forwarded.pop()?.trim() ?? '');
      if (!isAddress(previous)) break;
      address = previous;
    }
    return address;
  }

  isProxy(address: string): boolean {
    return this.proxies.includes(address);
  }
}

/** The first 64 bits of an IPv6 address. */
function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  if (tail !== undefined) groups.push(...Array.from({ length: 8 - groups.length - end.length }, () => '0'), ...end);
  const first = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${first.join(':')}::/64`;
}
