import ipaddr from 'ipaddr.js';

/** IPv6 networks that carry an IPv4 address in their last 32 bits: NAT64 and stateless translation (RFC 6052, RFC 6145). */
const NAT64_RANGES = ['rfc6052', 'rfc6145'];
/** RFC 8215. */
const LOCAL_NAT64 = ipaddr.parseCIDR('64:ff9b:1::/48');

/**
 * Whether an address is one of the public internet: not this machine, not a private, link-local, shared, multicast, reserved or
 * metadata address, also when it is wrapped in an IPv6 address. A text that is no address in its usual form is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.process(text.replace(/%.*$/, ''));
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  const v6 = address as ipaddr.IPv6;
  const range = v6.range();
  // An operator's own NAT64 network leads to addresses that only the operator knows.
  if (v6.match(LOCAL_NAT64)) return false;
  if (NAT64_RANGES.includes(range)) return isPublicAddress(lastFourBytes(v6));
  if (range === '6to4') return isPublicAddress(v6.toByteArray().slice(2, 6).join('.'));
  return range === 'unicast' && !isIpv4Compatible(v6);
}

const lastFourBytes = (address: ipaddr.IPv6): string => address.toByteArray().slice(12).join('.');

/** `::192.0.2.1`, which RFC 4291 deprecates and some systems still route as IPv4. */
const isIpv4Compatible = (address: ipaddr.IPv6): boolean => address.parts.slice(0, 6).every((part) => part === 0);
