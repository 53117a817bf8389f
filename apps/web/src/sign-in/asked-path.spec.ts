import { expect, it } from '@jest/globals';
import { askedPath } from './asked-path.js';

const origin = 'https://earshot.example';

it.each([
  ['/calls/a1', '?x=1', '/calls/a1?x=1'],
  ['/', '', '/'],
  ['/sign-in', '', '/'],
  ['/sign-in', '?returnTo=%2Fcalls%2Fa1%3Fx%3D1', '/calls/a1?x=1'],
  ['/sign-in', '?returnTo=%2F%2Fevil.example', '/'],
  ['/sign-in/once', '', '/'],
])('leads from %s%s to %s', (pathname, search, asked) => {
  expect(askedPath({ pathname, search, origin })).toBe(asked);
});
