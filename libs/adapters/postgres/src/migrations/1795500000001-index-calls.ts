import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One index per order of the list. Each ends in the id, so that a page can begin exactly where the last one ended. */
export class IndexCalls1795500000001 implements MigrationInterface {
  name = 'IndexCalls1795500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index calls_by_start on calls (started_at, id)`);
    await runner.query(`create index calls_by_duration on calls (duration_ms, id)`);
    await runner.query(`create index calls_by_agent on calls (agent_id, id)`);
    await runner.query(`create index calls_by_status on calls (status, id)`);
    await runner.query(`create index calls_by_customer_sentiment on calls (customer_sentiment, id)`);
    await runner.query(`create index calls_by_alerts on calls (alert_count, id)`);
    await runner.query(`create index calls_of_agent_by_start on calls (agent_id, started_at, id)`);
    await runner.query(`create index calls_of_status_by_start on calls (status, started_at, id)`);
    await runner.query(`create index calls_with_alert_by_start on calls (started_at, id) where alert_count > 0`);
    await runner.query(`create index calls_of_category on calls using gin (categories)`);
    if (await canCreateTrigrams(runner)) {
      await runner.query(`
        create index calls_by_text on calls using gin (
          lower(id || chr(10) || coalesce(agent_id, '') || chr(10) || coalesce(customer_number, '') || chr(10)
            || coalesce(system_number, '')) gin_trgm_ops)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of [
      'by_start',
      'by_duration',
      'by_agent',
      'by_status',
      'by_customer_sentiment',
      'by_alerts',
      'of_agent_by_start',
      'of_status_by_start',
      'with_alert_by_start',
      'of_category',
      'by_text',
    ]) {
      await runner.query(`drop index if exists calls_${index}`);
    }
  }
}

/** Without pg_trgm (not installed, or no permission to create it) a text filter works, but reads every call. */
async function canCreateTrigrams(runner: QueryRunner): Promise<boolean> {
  await runner.query('savepoint before_trgm');
  try {
    await runner.query('create extension if not exists pg_trgm');
    await runner.query('release savepoint before_trgm');
    return true;
  } catch {
    await runner.query('rollback to savepoint before_trgm');
    return false;
  }
}
