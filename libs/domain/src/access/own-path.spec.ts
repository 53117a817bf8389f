import { describe, expect, it } from '@jest/globals';
import { ownPath } from './own-path.js';

const origin = 'https://earshot.example';

describe('ownPath', () => {
  it.each(['/', '/calls/a1', '/calls?status=LIVE&text=a%2Fb', '/calls/..%2F'])('keeps the own address %s', (path) => {
    expect(ownPath(path, origin)).toBe(path);
  });

  it.each([
    null,
    '',
    'calls',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/%09//evil.example/..//../..//evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
  ])('leads to the start instead of %j', (value) => {
    expect(ownPath(value, origin)).toMatch(/^\/(?![/\\])/);
    expect(new URL(ownPath(value, origin), origin).origin).toBe(origin);
  });
});
