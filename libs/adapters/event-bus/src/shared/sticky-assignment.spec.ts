import { describe, expect, it } from '@jest/globals';
import { assignSticky } from './sticky-assignment.js';

const partitions = Array.from({ length: 16 }, (_, n) => n);
const claim = (memberId: string, owned: number[] = [], generation = 1) => ({ memberId, owned, generation });
const sizes = (assigned: Map<string, number[]>) =>
  [...assigned.values()].map(({ length }) => length).sort((a, b) => a - b);
const all = (assigned: Map<string, number[]>) => [...assigned.values()].flat().sort((a, b) => a - b);
const moved = (before: Map<string, number[]>, after: Map<string, number[]>) =>
  [...after].flatMap(([id, owned]) => owned.filter((partition) => before.get(id)?.includes(partition) !== true)).length;
const claimsOf = (assigned: Map<string, number[]>) => [...assigned].map(([memberId, owned]) => claim(memberId, owned));

describe('assignSticky', () => {
  it.each([1, 2, 3, 5, 16, 20])('assigns every partition and spreads them evenly over %d members', (count) => {
    const assigned = assignSticky(
      partitions,
      Array.from({ length: count }, (_, n) => claim(`m${n}`)),
    );
    expect(all(assigned)).toEqual(partitions);
    const loads = sizes(assigned);
    expect((loads.at(-1) ?? 0) - (loads[0] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('moves only the share of a new member', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c'].map((id) => claim(id)),
    );
    const after = assignSticky(partitions, [...claimsOf(before), claim('d')]);
    expect(sizes(after)).toEqual([4, 4, 4, 4]);
    expect(moved(before, after)).toBe(4);
  });

  it('moves only the partitions of a member that left', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c', 'd'].map((id) => claim(id)),
    );
    const after = assignSticky(
      partitions,
      claimsOf(before).filter(({ memberId }) => memberId !== 'b'),
    );
    expect(all(after)).toEqual(partitions);
    expect(moved(before, after)).toBe(4);
  });

  it('moves nothing when the members stay the same', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c'].map((id) => claim(id)),
    );
    expect(moved(before, assignSticky(partitions, claimsOf(before)))).toBe(0);
  });

  it('prefers the claim of the later generation', () => {
    const zombie = claim('a', [0, 1, 2, 3], 3);
    const owner = claim('z', [0, 1, 2, 3], 4);
    expect(assignSticky([0, 1, 2, 3, 4, 5, 6, 7], [zombie, owner]).get('z')).toEqual([0, 1, 2, 3]);
  });

  it('ignores claims to partitions that do not exist', () => {
    expect(all(assignSticky([0, 1], [claim('a', [0, 7, 9])]))).toEqual([0, 1]);
  });
});
