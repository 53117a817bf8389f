import { describe, expect, it } from '@jest/globals';
import { chooseCoding } from './content-coding.js';

describe('chooseCoding', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity', null],
    ['', null],
    [undefined, null],
    ['GZIP', 'gzip'],
    ['br;q=nonsense', null],
  ])('answers %j with %j', (accepted, coding) => {
    expect(chooseCoding(accepted)).toBe(coding);
  });
});
