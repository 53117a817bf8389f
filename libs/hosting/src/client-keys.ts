import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

/** Identifies who opened a connection, for limits per client. Clients with the same key share one limit. */
export type ClientKey = string;

/** The part of a request that identifies its client. */
export type ClientRequest = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { remoteAddress?: string | undefined };
};

/**
 * Names clients by their network address, until there are principals. Behind a trusted proxy, the last untrusted address in
 * `X-Forwarded-For` counts: the client itself can write only the ones before it. An IPv6 client counts by its /64 network,
 * because one host may use all addresses in it.
 */
export class ClientKeys {
  private readonly proxies = new BlockList();

  /** `trustedProxies`: addresses and networks such as `10.0.0.0/8`. */
  constructor(trustedProxies: readonly string[]) {
    for (const entry of trustedProxies) {
      const [address = '', prefix] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.proxies.addAddress(address, family);
      else this.proxies.addSubnet(address, Number(prefix), family);
    }
  }

  keyOf({ headers, socket }: ClientRequest): ClientKey {
    let address = plainAddress(socket.remoteAddress ?? '');
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    while (this.isProxy(address)) {
      const previous = plainAddress(forwarded.pop()?.trim() ?? '');
      if (!isAddress(previous)) break;
      address = previous;
    }
    return isIPv6(address) ? networkOf(address) : address;
  }

  isProxy(address: string): boolean {
    const plain = plainAddress(address);
    return isAddress(plain) && this.proxies.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }
}

const isAddress = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(text) || isIPv6(text);

/** A socket that listens on IPv6 shows IPv4 clients as `::ffff:192.0.2.1`. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** The first 64 bits of an IPv6 address. */
function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  if (tail !== undefined) groups.push(...Array.from({ length: 8 - groups.length - end.length }, () => '0'), ...end);
  const first = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${first.join(':')}::/64`;
}
