import { expect, it } from '@jest/globals';
import { parseRetryAfter } from './parse-retry-after.js';

it.each([
  [null, null],
  ['7', 7_000],
  ['0.5', 500],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', null],
])('Retry-After %j asks for %j ms', (header, ms) => {
  expect(parseRetryAfter(header, 10_000)).toBe(ms);
});
