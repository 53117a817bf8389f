import { BlockList, isIPv6 } from 'node:net';

/** IP addresses and networks such as `10.0.0.0/8`. */
export class AddressList {
  readonly isEmpty: boolean;
  private readonly list = new BlockList();

  constructor(entries: readonly string[]) {
    this.isEmpty = entries.length === 0;
    for (const entry of entries) {
      const [address = '', prefix] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.list.addAddress(address, family);
      else this.list.addSubnet(address, Number(prefix), family);
    }
  }

  includes(address: string): boolean {
    const plain = plainAddress(address);
    return isAddress(plain) && this.list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }
}

export const isAddress = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(text) || isIPv6(text);

/** A socket that listens on IPv6 shows IPv4 clients as `::ffff:192.0.2.1`. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
