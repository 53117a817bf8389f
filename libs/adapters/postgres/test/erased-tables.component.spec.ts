import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { erasedTables, tablesThatStay } from '../src/lifecycle/erased-tables.js';
import { runSql, startDatabase } from './postgres.js';

jest.setTimeout(120_000);

describe('the tables with rows of a call', () => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.stop());

  it('are all erased, or stay for a reason', async () => {
    const rows = await runSql<{ name: string }>(
      database.url,
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'call_id' order by 1`,
    );
    const named = [...erasedTables.map(([table]) => table), ...Object.keys(tablesThatStay)];
    expect(named.filter((name) => name !== 'calls').toSorted()).toEqual(rows.map(({ name }) => name));
  });
});
