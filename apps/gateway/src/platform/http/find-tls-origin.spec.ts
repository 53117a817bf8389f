import { describe, expect, it } from '@jest/globals';
import { findTlsOrigin } from './find-tls-origin.js';

const allowed = ['http://plain.example.org', 'https://calls.example.org', 'https://other.example.org:8443'];

describe('findTlsOrigin', () => {
  it.each([
    ['calls.example.org', 'https://calls.example.org'],
    ['CALLS.example.org:80', 'https://calls.example.org'],
    ['other.example.org', 'https://other.example.org:8443'],
    ['localhost:8080', 'https://localhost:4000'],
    ['[::1]:8080', 'https://[::1]:4000'],
    ['plain.example.org', null],
    ['evil.example', null],
    ['evil.example/calls.example.org', null],
    ['', null],
  ])('of "%s" is %s', (host, origin) => {
    expect(findTlsOrigin(host, allowed, 4_000)).toBe(origin);
  });

  it('leaves the default port out', () => {
    expect(findTlsOrigin('localhost', [], 443)).toBe('https://localhost');
  });
});
