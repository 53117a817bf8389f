import { describe, expect, it } from '@jest/globals';
import { isOriginAllowed } from './is-origin-allowed.js';

const isAllowed = (origin: string | undefined, host: string) =>
  isOriginAllowed({ origin, host }, ['https://calls.example.org']);

describe('isOriginAllowed', () => {
  it('allows programs, pages of this machine, and pages that are listed', () => {
    expect(isAllowed(undefined, 'ingest:4001')).toBe(true);
    expect(isAllowed('http://127.0.0.1:4001', '127.0.0.1:4001')).toBe(true);
    expect(isAllowed('https://calls.example.org', 'calls.example.org')).toBe(true);
  });

  it('refuses pages that reach this server by another name or from another port', () => {
    expect(isAllowed('http://evil.example.com:4001', 'evil.example.com:4001')).toBe(false);
    expect(isAllowed('http://127.0.0.1:4000', '127.0.0.1:4001')).toBe(false);
    expect(isAllowed('null', '127.0.0.1:4001')).toBe(false);
  });
});
