import { describe, expect, it } from '@jest/globals';
import { isUncertain, segmentConfidence } from './segment-confidence.js';

describe('the confidence of a segment', () => {
  it.each([
    [[{ confidence: 0.9 }, { confidence: 0.5 }], 0.7],
    [[{ confidence: 0.4 }, {}], 0.4],
    [[{}, {}], null],
    [[], null],
  ])('of %j is %j', (words, confidence) => {
    const found = segmentConfidence(words);
    if (confidence === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(confidence);
  });

  it('makes it uncertain only below the limit, and never where the engine does not say', () => {
    expect(isUncertain([{ confidence: 0.49 }], 0.5)).toBe(true);
    expect(isUncertain([{ confidence: 0.5 }], 0.5)).toBe(false);
    expect(isUncertain([{}], 1)).toBe(false);
    expect(isUncertain([{ confidence: 0 }], 0)).toBe(false);
  });
});
