import { expect, it } from '@jest/globals';
import { describeRoleReason } from './role-reasons.js';

it.each([
  ['METADATA', 1, null],
  [null, null, null],
  ['GREETING', 0.917, 'taken from the greeting, 92 %'],
  ['OTHER_PARTY', 0.8, 'the other party was recognised, 80 %'],
  ['NUMBER', 1, 'known by the number'],
  ['USER', 1, 'corrected by a person'],
  ['USER', null, 'corrected by a person'],
] as const)('says %s with the confidence %s as: %s', (roleReason, roleConfidence, text) => {
  expect(describeRoleReason({ roleReason, roleConfidence })).toBe(text);
});
