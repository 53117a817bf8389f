import { describe, expect, it } from '@jest/globals';
import { Coverage } from './coverage.js';

describe('Coverage', () => {
  it('announces what was heard in spans that touch', () => {
    const coverage = new Coverage(100);
    expect(coverage.takeCovered()).toBeNull();
    expect(coverage.hear(150)).toBe(true);
    expect(coverage.hear(140)).toBe(false);
    expect(coverage.takeCovered(100)).toBeNull();
    expect(coverage.takeCovered()).toEqual({ fromSample: 100, toSample: 150 });
    coverage.hear(300);
    expect(coverage.takeCovered(100)).toEqual({ fromSample: 150, toSample: 300 });
  });

  it('lets a gap follow what is covered', () => {
    const coverage = new Coverage(0);
    coverage.hear(10);
    expect(() => coverage.takeGap(20)).toThrow('before a gap');
    coverage.takeCovered();
    expect(coverage.takeGap(20)).toEqual({ fromSample: 10, toSample: 20 });
    expect(coverage.takeGap(20)).toBeNull();
    coverage.hear(30);
    expect(coverage.takeCovered()).toEqual({ fromSample: 20, toSample: 30 });
    expect(coverage.heardSample).toBe(30);
  });
});
