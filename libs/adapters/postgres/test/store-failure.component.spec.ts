import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { inspect } from 'node:util';
import { storeFailure } from '../src/store-failure.js';
import { runSql, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

describe('an error of the database', () => {
  let url: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, stop } = await startDatabase());
  });
  afterAll(() => stop());

  it.each([
    ['a value', `select 'my card is 4111'::int`],
    ['a row', `insert into segments (call_id, id, text) values ('nobody', 'my card is 4111', 'my card is 4111')`],
    ['a statement', `my card is 4111`],
    ['words in JSON', `select '{"text": my card is 4111}'::jsonb`],
  ])('quotes %s nowhere', async (_what, sql) => {
    const error: unknown = await runSql(url, sql).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const failure = storeFailure(error);
    expect(failure).toMatchObject({ code: 'STORE_REFUSED', retryable: false });
    // A logger prints messages, stacks and causes; nothing of the failure holds the words.
    const everything = inspect(failure, { depth: 20, showHidden: true });
    expect(everything).toContain('SQL state');
    expect(everything).not.toMatch(/my card|4111/);
  });

  it('keeps the names of the table and the constraint', async () => {
    const error: unknown = await runSql(
      url,
      `insert into segments (call_id, id, text) values ('nobody', 'x', 'my card is 4111')`,
    ).catch((cause: unknown) => cause);
    expect(storeFailure(error).cause).toMatchObject({ code: '23502', severity: 'ERROR', table: 'segments' });
  });
});
