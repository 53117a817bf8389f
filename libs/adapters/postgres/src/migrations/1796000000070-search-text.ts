import type { SearchedFields } from '@earshot/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchTextToStore } from '../calls/read/searched-text.js';

/** Calls that are read and changed at once. */
const BATCH = 1_000;
const PLAIN = `lower(id || chr(10) || coalesce(agent_id, '') || chr(10) || coalesce(customer_number, '') || chr(10) || coalesce(system_number, ''))`;

/**
 * Searches find agents without their accents and numbers without their punctuation. Lists sort by the sentiment that they
 * show, `weightedSentiment`; before, they sorted by `averageSentiment`.
 */
export class SearchText1796000000070 implements MigrationInterface {
  name = 'SearchText1796000000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls add column search_text text`);
    await storeSearchTexts(runner);
    await replaceTextIndex(runner, `coalesce(search_text, ${PLAIN})`);
    await sortBy(runner, 'weightedSentiment');
  }

  async down(runner: QueryRunner): Promise<void> {
    await sortBy(runner, 'averageSentiment');
    await replaceTextIndex(runner, PLAIN);
    await runner.query(`alter table calls drop column search_text`);
  }
}

async function storeSearchTexts(runner: QueryRunner): Promise<void> {
  for (let after = '', isMore = true; isMore;) {
    // Printable ASCII and numbers without punctuation are searched as they are.
    const calls = (await runner.query(
      `select id, agent_id as "agentId", customer_number as "customerNumber", system_number as "systemNumber" from calls
       where id > $1 and (id || coalesce(agent_id, '') ~ '[^ -~]'
         or coalesce(customer_number, '') || coalesce(system_number, '') ~ '[^0-9+]')
       order by id limit ${BATCH}`,
      [after],
    )) as SearchedFields[];
    const texts = calls.map((call) => ({ id: call.id, text: searchTextToStore(call) }));
    await runner.query(
      `update calls c set search_text = p.text from jsonb_to_recordset($1::jsonb) as p(id text, text text) where c.id = p.id`,
      [JSON.stringify(texts)],
    );
    after = calls.at(-1)?.id ?? after;
    isMore = calls.length === BATCH;
  }
}

/** The index exists only where the database has pg_trgm. */
async function replaceTextIndex(runner: QueryRunner, expression: string): Promise<void> {
  const existing = (await runner.query(`select 1 from pg_indexes where indexname = 'calls_by_text'`)) as unknown[];
  if (existing.length === 0) return;
  await runner.query(`drop index calls_by_text`);
  await runner.query(`create index calls_by_text on calls using gin ((${expression}) gin_trgm_ops)`);
}

/** The customers' mean, where a customer who talks longer counts more. */
async function sortBy(runner: QueryRunner, score: 'weightedSentiment' | 'averageSentiment'): Promise<void> {
  await runner.query(`
    update calls c set customer_sentiment = (
      select sum((p->>'${score}')::float8 * greatest(1, (p->>'talkMs')::float8)) / sum(greatest(1, (p->>'talkMs')::float8))
      from jsonb_array_elements(c.metrics->'participants') p
      where p->>'role' = 'CUSTOMER' and p->>'${score}' is not null)
    where c.metrics is not null`);
}
