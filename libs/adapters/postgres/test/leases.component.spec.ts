import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shardLeasesConformance } from '@earshot/testing';
import { runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase('ingest')), 120_000);
afterAll(() => database.stop(), 60_000);

describe('shard leases in PostgreSQL', () => {
  for (const { promise, run } of shardLeasesConformance)
    it(promise, () => run(() => database.stores.shardLeases), 60_000);

  it('deletes members that disappeared without leaving', async () => {
    const { shardLeases } = database.stores;
    const scope = { stream: 'forgetful', group: 'stage' };
    await shardLeases.enrol(scope, ['a']);
    await shardLeases.renew(scope, 'old', 1, new Map());
    await runSql(database.url, `update shard_members set expires_at = expires_at - interval '1 hour'`);
    await shardLeases.enrol(scope, ['a']);
    expect(await runSql(database.url, `select member from shard_members where stream = 'forgetful'`)).toEqual([]);
  });
});
