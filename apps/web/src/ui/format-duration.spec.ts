import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatSpan } from './format-duration.js';

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [7_999, '0:07'],
    [760_000, '12:40'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('shows %i ms as %s', (ms, shown) => {
    expect(formatDuration(ms)).toBe(shown);
  });

  it('shows tenths of a second below one minute', () => {
    expect(formatSpan(4_240)).toBe('4.2 s');
    expect(formatSpan(61_000)).toBe('1:01');
  });
});
