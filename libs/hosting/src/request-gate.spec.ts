import { describe, expect, it } from '@jest/globals';
import { ClientKeys } from './client-keys.js';
import { RequestGate } from './request-gate.js';

const request = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  headers,
  socket: { remoteAddress },
});
const from = (client: string) => ({ 'x-forwarded-for': client });
const over = (scheme: string) => ({ 'x-forwarded-proto': scheme });
const clients = new ClientKeys(['10.0.0.1']);

describe('RequestGate', () => {
  it('lets every request through without settings', () => {
    const open = new RequestGate({ clients, allowedAddresses: [], tlsEndsAtProxy: false });
    expect(open.refusalOf(request('198.51.100.4'))).toBeNull();
  });

  it.each([
    ['an address of an allowed network', request('192.0.2.77'), null],
    ['the same address as IPv6 shows it', request('::ffff:192.0.2.77'), null],
    ['an allowed IPv6 address', request('2001:db8::7'), null],
    ['its neighbour', request('2001:db8::8'), 'ADDRESS_NOT_ALLOWED'],
    ['another address', request('198.51.100.4'), 'ADDRESS_NOT_ALLOWED'],
    ['this machine, which is not on the list', request('127.0.0.1'), 'ADDRESS_NOT_ALLOWED'],
    ['a client that claims to be forwarded', request('198.51.100.4', from('192.0.2.77')), 'ADDRESS_NOT_ALLOWED'],
    ['an allowed client behind the proxy', request('10.0.0.1', from('192.0.2.77')), null],
    ['another client behind the proxy', request('10.0.0.1', from('192.0.2.77, 198.51.100.4')), 'ADDRESS_NOT_ALLOWED'],
    ['a client that is not known', request(''), 'ADDRESS_NOT_ALLOWED'],
  ])('%s is judged by the list', (_, asked, refusal) => {
    const allowedAddresses = ['192.0.2.0/24', '2001:db8::7'];
    expect(new RequestGate({ clients, allowedAddresses, tlsEndsAtProxy: false }).refusalOf(asked)).toBe(refusal);
  });

  it.each([
    ['the proxy over https', request('10.0.0.1', over('https')), null],
    ['the proxy over wss', request('10.0.0.1', over('WSS')), null],
    ['a proxy that does not say', request('10.0.0.1'), null],
    ['the proxy over http', request('10.0.0.1', over('http')), 'TLS_REQUIRED'],
    ['the proxy, whose client claims https', request('10.0.0.1', over('https, http')), 'TLS_REQUIRED'],
    ['this machine', request('::1'), null],
    ['a client that passes the proxy by', request('198.51.100.4', over('https')), 'TLS_REQUIRED'],
  ])('where TLS ends at a proxy, a request of %s is judged by its way', (_, asked, refusal) => {
    expect(new RequestGate({ clients, allowedAddresses: [], tlsEndsAtProxy: true }).refusalOf(asked)).toBe(refusal);
  });
});
