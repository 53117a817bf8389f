import { describe, expect, it } from '@jest/globals';
import { firstRevision, REVISIONS_PER_EPOCH } from './first-revision.js';

const lastOf = (first: number) => first + REVISIONS_PER_EPOCH - 2;

describe('firstRevision', () => {
  it('outranks every earlier owner', () => {
    expect(firstRevision(1, 'live')).toBe(10_001);
    expect(firstRevision(2, 'live')).toBeGreaterThan(lastOf(firstRevision(1, 'live')));
  });

  it('lets a recording outrank every live owner within 31 bits, however many there were', () => {
    for (const epoch of [1, 99_998, 10_000_000]) {
      expect(firstRevision(1, 'recorded')).toBeGreaterThan(lastOf(firstRevision(epoch, 'live')));
      expect(lastOf(firstRevision(epoch, 'recorded'))).toBeLessThan(2 ** 31);
    }
  });
});
