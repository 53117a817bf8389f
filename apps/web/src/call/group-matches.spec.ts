import { describe, expect, it } from '@jest/globals';
import type { CategoryMatch } from './CategoryMarker.js';
import { groupMatches } from './group-matches.js';

const match = (category: string, atMs: number, isAlert = false): CategoryMatch => ({
  category,
  atMs,
  isAlert,
  segmentId: `0-${atMs}`,
  participant: { id: 'ann', role: 'CUSTOMER' },
});

describe('groupMatches', () => {
  it('makes one group per category, alerts first, each in the order of time', () => {
    const groups = groupMatches([
      match('Billing', 5),
      match('Legal', 9, true),
      match('Greeting', 1),
      match('Billing', 2),
    ]);
    expect(groups.map(({ category, matches }) => [category, ...matches.map(({ atMs }) => atMs)])).toEqual([
      ['Legal', 9],
      ['Greeting', 1],
      ['Billing', 2, 5],
    ]);
  });

  it('needs a row per category and not per match', () => {
    const many = Array.from({ length: 1_075 }, (_, n) => match(['A', 'B', 'C'][n % 3] ?? '', n));
    expect(groupMatches(many).map(({ matches }) => matches.length)).toEqual([359, 358, 358]);
  });

  it('has no groups without matches', () => expect(groupMatches([])).toEqual([]));
});
