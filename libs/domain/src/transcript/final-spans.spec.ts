import { describe, expect, it } from '@jest/globals';
import { FinalSpans, isDoubledFinal } from './final-spans.js';

const final = (segmentId: string, startMs: number, endMs: number) => ({ segmentId, startMs, endMs });
const first = [final('0-0-0', 0, 4_000), final('0-0-1', 4_000, 9_000)];

describe('isDoubledFinal', () => {
  it.each([
    ['all of it, by two finals', final('0-700-0', 3_000, 6_000), first, true],
    ['more than half', final('0-700-0', 7_000, 10_900), first, true],
    ['half', final('0-700-0', 7_000, 11_000), first, false],
    ['none', final('0-700-0', 9_000, 11_000), first, false],
    ['all of it, in its own stint', final('0-0-2', 4_000, 9_000), first, false],
    ['all of it, with ids of a source', final('utterance 1', 4_000, 9_000), first, false],
  ])('says whether more than half is said by another stint: %s', (_, one, others, expected) => {
    expect(isDoubledFinal(one, others)).toBe(expected);
  });
});

describe('FinalSpans', () => {
  it('finds finals that were added in any order, on the same track only', () => {
    const spans = new FinalSpans();
    const finals = Array.from({ length: 500 }, (_, at) => final(`0-0-${at}`, at * 1_000, at * 1_000 + 900));
    for (const one of [...finals.filter((_, at) => at % 2 === 1), ...finals.filter((_, at) => at % 2 === 0)])
      spans.add(0, one);
    expect(spans.isDoubled(0, final('0-50-0', 0, 500))).toBe(true);
    expect(spans.isDoubled(0, final('0-50-0', 250_100, 252_800))).toBe(true);
    expect(spans.isDoubled(0, final('0-50-0', 499_500, 500_500))).toBe(false);
    expect(spans.isDoubled(1, final('1-50-0', 250_100, 252_800))).toBe(false);
  });
});
