import { describe, expect, it } from '@jest/globals';
import { ClientKeys } from './client-keys.js';

const request = (remoteAddress: string | undefined, forwarded?: string) => ({
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  socket: { remoteAddress },
});

describe('ClientKeys', () => {
  const direct = new ClientKeys([]);
  const proxied = new ClientKeys(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

  it('names a client by its address, and ignores what it claims', () => {
    expect(direct.keyOf(request('198.51.100.4', '203.0.113.9'))).toBe('198.51.100.4');
    expect(direct.keyOf(request('::ffff:198.51.100.4'))).toBe('198.51.100.4');
    expect(direct.keyOf(request(undefined))).toBe('');
  });

  it('names an IPv6 client by its network', () => {
    const keys = ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:0:0:9', '2001:0db8:1:2::'].map((address) =>
      direct.keyOf(request(address)),
    );
    expect(new Set(keys)).toEqual(new Set(['2001:db8:1:2::/64']));
    expect(direct.keyOf(request('::1'))).toBe('0:0:0:0::/64');
  });

  it('believes trusted proxies, and nobody before the first untrusted address', () => {
    expect(proxied.keyOf(request('10.1.2.3', '1.1.1.1, 203.0.113.9'))).toBe('203.0.113.9');
    expect(proxied.keyOf(request('192.0.2.7', '1.1.1.1, 203.0.113.9, 10.0.0.9'))).toBe('203.0.113.9');
    expect(proxied.keyOf(request('198.51.100.4', '203.0.113.9'))).toBe('198.51.100.4');
    expect(proxied.keyOf(request('::ffff:10.1.2.3', 'nonsense'))).toBe('10.1.2.3');
    expect(proxied.keyOf(request('fd00::1', '10.0.0.1'))).toBe('10.0.0.1');
  });
});
