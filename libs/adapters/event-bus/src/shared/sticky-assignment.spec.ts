import { describe, expect, it } from '@jest/globals';
import { assignSticky } from './sticky-assignment.js';

const partitions = Array.from({ length: 16 }, (_, n) => n);
const member = (id: string, owned: number[] = [], generation = 1) => ({ id, owned, generation });
const sizes = (assigned: Map<string, number[]>) =>
  [...assigned.values()].map(({ length }) => length).sort((a, b) => a - b);
const all = (assigned: Map<string, number[]>) => [...assigned.values()].flat().sort((a, b) => a - b);
const moved = (before: Map<string, number[]>, after: Map<string, number[]>) =>
  [...after].flatMap(([id, owned]) => owned.filter((partition) => before.get(id)?.includes(partition) !== true)).length;
const membersOf = (assigned: Map<string, number[]>) => [...assigned].map(([id, owned]) => member(id, owned));

describe('sharing partitions out', () => {
  it.each([1, 2, 3, 5, 16, 20])('gives all of them out evenly to %d members', (count) => {
    const assigned = assignSticky(
      partitions,
      Array.from({ length: count }, (_, n) => member(`m${n}`)),
    );
    expect(all(assigned)).toEqual(partitions);
    const loads = sizes(assigned);
    expect((loads.at(-1) ?? 0) - (loads[0] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('moves only what a new member needs', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c'].map((id) => member(id)),
    );
    const after = assignSticky(partitions, [...membersOf(before), member('d')]);
    expect(sizes(after)).toEqual([4, 4, 4, 4]);
    expect(moved(before, after)).toBe(4);
  });

  it('moves only what a member that went away had', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c', 'd'].map((id) => member(id)),
    );
    const after = assignSticky(
      partitions,
      membersOf(before).filter(({ id }) => id !== 'b'),
    );
    expect(all(after)).toEqual(partitions);
    expect(moved(before, after)).toBe(4);
  });

  it('moves nothing when nobody came or went', () => {
    const before = assignSticky(
      partitions,
      ['a', 'b', 'c'].map((id) => member(id)),
    );
    expect(moved(before, assignSticky(partitions, membersOf(before)))).toBe(0);
  });

  it('believes the claim of the later generation', () => {
    const zombie = member('a', [0, 1, 2, 3], 3);
    const owner = member('z', [0, 1, 2, 3], 4);
    expect(assignSticky([0, 1, 2, 3, 4, 5, 6, 7], [zombie, owner]).get('z')).toEqual([0, 1, 2, 3]);
  });

  it('passes over claims to partitions that are not there', () => {
    expect(all(assignSticky([0, 1], [member('a', [0, 7, 9])]))).toEqual([0, 1]);
  });
});
