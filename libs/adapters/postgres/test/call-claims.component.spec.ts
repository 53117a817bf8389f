import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callClaimsConformance } from '@earshot/testing';
import { runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase('ingest')), 120_000);
afterAll(() => database.stop(), 60_000);

describe('claims of calls in PostgreSQL', () => {
  for (const { promise, run } of callClaimsConformance) it(promise, () => run(database.stores.callClaims), 60_000);

  it('forgets claims of processes that died', async () => {
    const { callClaims } = database.stores;
    await callClaims.claim('forgotten', 'dead', 0);
    await runSql(
      database.url,
      `update call_claims set held_until = held_until - interval '2 hours' where owner = 'dead'`,
    );
    await callClaims.claim('new', 'alive', 1);
    expect(await runSql(database.url, `select 1 from call_claims where owner = 'dead'`)).toEqual([]);
  });
});
