import { describe, expect, it } from '@jest/globals';
import { isReady, partitionOfShard, findParentTails, type Shard } from './shards.js';

const shard = (id: string, ...parents: string[]): Shard => ({ id, parents, isOpen: true, holds: () => true });
const known = (...shards: Shard[]) => new Map(shards.map((one) => [one.id, one]));

describe('partitionOfShard, isReady and findParentTails', () => {
  it('numbers partitions like the shards', () => {
    expect(partitionOfShard('shardId-000000000012')).toBe(12);
  });

  it('waits for every parent that still has records', () => {
    const child = shard('c', 'a', 'b');
    const all = known(shard('a'), shard('b'), child);
    expect(isReady(child, all, () => false)).toBe(false);
    expect(isReady(child, all, (id) => id === 'a')).toBe(false);
    expect(isReady(child, all, () => true)).toBe(true);
    expect(isReady(child, known(child), () => false)).toBe(true);
  });

  it('finds the tails of the parents behind their checkpoints, and looks no further back', () => {
    const all = known(shard('a'), shard('b'), shard('c', 'a', 'b'), shard('d', 'c'));
    const before = (id: string, checkpoints: Record<string, string>) =>
      findParentTails(all.get(id) as Shard, all, (parent) => checkpoints[parent] ?? null);
    expect(before('c', { a: '5' })).toEqual([
      { shard: 'a', after: '5' },
      { shard: 'b', after: null },
    ]);
    expect(before('d', { a: '5', b: '6', c: '7' })).toEqual([{ shard: 'c', after: '7' }]);
    expect(before('d', { a: '5', b: '6' })).toEqual([
      { shard: 'a', after: '5' },
      { shard: 'b', after: '6' },
      { shard: 'c', after: null },
    ]);
    expect(findParentTails(shard('d', 'expired'), all, () => null)).toEqual([]);
  });
});
