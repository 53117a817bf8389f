import { expect, it } from '@jest/globals';
import { keyStateOf } from './key-state.js';

const usable = { revokedAt: null, expiresAt: null, replacedBy: null };
const nowMs = Date.UTC(2031, 4, 4);
const [before, after] = ['2031-05-03T23:59:59.000Z', '2031-05-04T00:00:01.000Z'];

it.each([
  [{}, 'active'],
  [{ expiresAt: after }, 'active'],
  [{ expiresAt: before }, 'expired'],
  [{ expiresAt: after, replacedBy: 'aaaaaaaa' }, 'replaced'],
  [{ expiresAt: before, replacedBy: 'aaaaaaaa' }, 'expired'],
  [{ expiresAt: after, revokedAt: before }, 'revoked'],
] as const)('the state of a key with %j is %s', (over, state) =>
  expect(keyStateOf({ ...usable, ...over }, nowMs)).toBe(state),
);
