import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgres } from '../src/index.js';
import { CapturingLogger } from '@earshot/testing';
import { id, runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase()), 120_000);
afterAll(() => database.stop(), 60_000);

const keyOf = (seed: number) => ({ keyVersion: `version-${seed}`, wrapped: Buffer.alloc(76, seed) });

describe('the keys of calls in PostgreSQL', () => {
  it('keeps the key that came first, also of two processes that propose one at once', async () => {
    const other = openPostgres({ url: database.url, poolSize: 2, logger: new CapturingLogger() });
    const [one, two] = await Promise.all([
      database.stores.callKeys.keepFirst(id('at once'), keyOf(1)),
      other.callKeys.keepFirst(id('at once'), keyOf(2)),
    ]);
    await other.close();
    expect([keyOf(1), keyOf(2)]).toContainEqual(one);
    expect(two).toEqual(one);
    expect(await database.stores.callKeys.find(id('at once'))).toEqual(one);
    expect(await database.stores.callKeys.find(id('another'))).toBeNull();
  });

  it('forgets a destroyed key for good', async () => {
    const { callKeys } = database.stores;
    await callKeys.keepFirst(id('destroyed'), keyOf(7));
    for (const callId of ['destroyed', 'destroyed', 'never made']) await callKeys.destroy(id(callId));
    for (const callId of ['destroyed', 'never made']) {
      expect(await callKeys.find(id(callId))).toBe('DESTROYED');
      expect(await callKeys.keepFirst(id(callId), keyOf(8))).toBe('DESTROYED');
    }
    const rows = await runSql(database.url, `select * from call_keys where call_id = 'destroyed'`);
    expect(rows).toEqual([
      expect.objectContaining({ wrapped: null, key_version: null, destroyed_at: expect.any(Date) }),
    ]);
  });
});
