/**
 * The position of a counter that starts again at 0 after 2^`bits`, such as an RTP timestamp (RFC 3550, section 5.1): of all
 * positions that the counter may mean, the one nearest to `near`. Right while the counter moves less than half its range at once.
 */
export function unwrapTimestamp(counter: number, near: number, bits = 32): number {
  const range = 2 ** bits;
  const ahead = (((counter - near) % range) + range) % range;
  return near + (ahead < range / 2 ? ahead : ahead - range);
}
