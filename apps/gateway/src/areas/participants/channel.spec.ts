import { expect, it } from '@jest/globals';
import { channelOf } from './channel.js';

it.each([
  ['CUSTOMER', 1, 'CUSTOMER'],
  ['AGENT', 0, 'AGENT'],
  ['SUPERVISOR', 2, 'AGENT'],
  ['AUTOMATION', 0, 'AGENT'],
  ['UNKNOWN', 0, 'CUSTOMER'],
  ['UNKNOWN', 1, 'AGENT'],
  ['UNKNOWN', 7, 'AGENT'],
  ['UNKNOWN', null, 'AGENT'],
] as const)('counts the role %s on track %s as %s', (role, track, channel) => {
  expect(channelOf(role, track)).toBe(channel);
});
