import { describe, expect, it } from '@jest/globals';
import { isOriginAllowed } from './upgrade-refusal.js';

const config = { EARSHOT_ALLOWED_ORIGINS: ['https://calls.example.org'] };
const isAllowed = (origin: string | undefined, host: string) => isOriginAllowed({ headers: { origin, host } }, config);

describe('who may open a socket', () => {
  it('programs, pages of this machine, and pages that are allowed', () => {
    expect(isAllowed(undefined, 'ingest:4001')).toBe(true);
    expect(isAllowed('http://127.0.0.1:4001', '127.0.0.1:4001')).toBe(true);
    expect(isAllowed('https://calls.example.org', 'calls.example.org')).toBe(true);
  });

  it('no page that reaches us by a name of its own, on whatever address we listen', () => {
    expect(isAllowed('http://evil.example.com:4001', 'evil.example.com:4001')).toBe(false);
    expect(isAllowed('http://127.0.0.1:4000', '127.0.0.1:4001')).toBe(false);
    expect(isAllowed('null', '127.0.0.1:4001')).toBe(false);
  });
});
