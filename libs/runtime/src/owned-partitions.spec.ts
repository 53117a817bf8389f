import { describe, expect, it } from '@jest/globals';
import { OwnedPartitions } from './owned-partitions.js';

describe('OwnedPartitions', () => {
  it('tells each loss once, to who has that partition, and begins anew when it comes back', () => {
    const owned = new OwnedPartitions();
    const three = owned.lost(3);
    const four = owned.lost(4);
    expect(owned.lost(3)).toBe(three);
    owned.lose([3, 9]);
    expect([three.aborted, four.aborted, owned.lost(3).aborted]).toEqual([true, false, false]);
    owned.lose([3]);
    expect(owned.lost(3).aborted).toBe(false);
  });
});
