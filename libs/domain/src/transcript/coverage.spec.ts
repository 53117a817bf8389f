import { describe, expect, it } from '@jest/globals';
import { Coverage } from './coverage.js';

describe('Coverage', () => {
  it('announces each covered span once, where the one before ended', () => {
    const coverage = new Coverage(100);
    expect(coverage.takeCovered()).toBeNull();
    expect(coverage.coverUntil(150)).toBe(true);
    expect(coverage.coverUntil(140)).toBe(false);
    expect(coverage.takeCovered(100)).toBeNull();
    expect(coverage.takeCovered()).toEqual({ fromSample: 100, toSample: 150 });
    coverage.coverUntil(300);
    expect(coverage.takeCovered(100)).toEqual({ fromSample: 150, toSample: 300 });
  });

  it('places a gap after the covered span', () => {
    const coverage = new Coverage(0);
    coverage.coverUntil(10);
    expect(() => coverage.takeGap(20)).toThrow('before a gap');
    coverage.takeCovered();
    expect(coverage.takeGap(20)).toEqual({ fromSample: 10, toSample: 20 });
    expect(coverage.takeGap(20)).toBeNull();
    coverage.coverUntil(30);
    expect(coverage.takeCovered()).toEqual({ fromSample: 20, toSample: 30 });
    expect(coverage.coveredSample).toBe(30);
  });
});
