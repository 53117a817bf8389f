import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shardLeasesConformance } from '@earshot/testing';
import { ask, startStore } from './postgres.js';

let database: Awaited<ReturnType<typeof startStore>>;
beforeAll(async () => void (database = await startStore()), 120_000);
afterAll(() => database.stop(), 60_000);

describe('shard leases in PostgreSQL', () => {
  for (const { promise, run } of shardLeasesConformance)
    it(promise, () => run(() => database.stores.shardLeases), 60_000);

  it('forgets members that went without a word', async () => {
    const { shardLeases } = database.stores;
    const scope = { stream: 'forgetful', group: 'stage' };
    await shardLeases.enrol(scope, ['a']);
    await shardLeases.renew(scope, 'old', 1, new Map());
    await ask(database.url, `update shard_members set expires_at = expires_at - interval '1 hour'`);
    await shardLeases.enrol(scope, ['a']);
    expect(await ask(database.url, `select member from shard_members where stream = 'forgetful'`)).toEqual([]);
  });
});
