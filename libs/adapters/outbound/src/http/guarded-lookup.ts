import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressRefused } from './outbound-failures.js';
import { isPublicAddress } from './is-public-address.js';

/** Asks the name service for every address of a host. */
export type ResolveHost = (
  host: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const resolveWithSystem: ResolveHost = (host, answer) => lookup(host, { all: true, verbatim: true }, answer);

/**
 * The lookup of a socket. The socket connects to the very addresses that were checked, so a name that changes its address
 * between a check and the connection gains nothing. One address that is not public refuses the host.
 */
export const guardedLookup =
  (isAllowedHost: (host: string) => boolean, resolveHost: ResolveHost): LookupFunction =>
  (host, options, callback) =>
    resolveHost(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return callback(error ?? addressRefused(), []);
      if (!isAllowedHost(host) && !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(addressRefused(), []);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
