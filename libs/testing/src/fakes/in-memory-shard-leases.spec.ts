import { describe, expect, it } from '@jest/globals';
import { breakShardLeases, brokenShardLeases } from '../conformance/broken/broken-shard-leases.js';
import { shardLeasesConformance } from '../conformance/shard-leases.conformance.js';
import { InMemoryShardLeases } from './in-memory-shard-leases.js';

const create = () => new InMemoryShardLeases({ nowMs: () => performance.now() });

describe('leases in memory', () => {
  for (const { promise, run } of shardLeasesConformance) it(promise, () => run(create));
});

describe('the conformance suite of leases', () => {
  it.each(Object.entries(brokenShardLeases))('fails leases that %s', async (name, { breaks }) => {
    const broken = shardLeasesConformance.find(({ promise }) => promise === breaks);
    await expect(broken?.run(() => breakShardLeases(create(), name))).rejects.toThrow();
  });

  it('has broken leases for each promise', () => {
    const broken = Object.values(brokenShardLeases).map(({ breaks }) => breaks);
    expect(shardLeasesConformance.map(({ promise }) => promise).sort()).toEqual(broken.sort());
  });
});
