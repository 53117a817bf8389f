import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The indexes of the list: their columns and condition. */
const LIST_INDEXES: Readonly<Record<string, string>> = {
  by_start: '(started_at, id)',
  by_duration: '(duration_ms, id)',
  by_agent: '(agent_id, id)',
  by_status: '(status, id)',
  by_customer_sentiment: '(customer_sentiment, id)',
  by_alerts: '(alert_count, id)',
  of_agent_by_start: '(agent_id, started_at, id)',
  of_status_by_start: '(status, started_at, id)',
  with_alert_by_start: '(started_at, id) where alert_count > 0',
};

/**
 * Whom a call belongs to, and the queue that it came through. Every list reads the calls of one tenant, so its indexes begin
 * with the tenant. Calls of earlier versions belong to the tenant `default`, and to nobody in it.
 */
export class CallOwner1796000000180 implements MigrationInterface {
  name = 'CallOwner1796000000180';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table calls add column tenant text collate "C" not null default 'default',
        add column started_by text collate "C", add column queue text collate "C"`);
    for (const [name, rest] of Object.entries(LIST_INDEXES))
      await replaceIndex(runner, name, `(tenant, ${rest.slice(1)}`);
    await runner.query(
      `create index calls_of_queue_by_start on calls (tenant, queue, started_at, id) where queue is not null`,
    );
    // Services find the live calls of every tenant.
    await runner.query(`create index calls_live on calls (id) where status = 'LIVE'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index calls_live`);
    await runner.query(`drop index calls_of_queue_by_start`);
    for (const [name, rest] of Object.entries(LIST_INDEXES)) await replaceIndex(runner, name, rest);
    await runner.query(`alter table calls drop column queue, drop column started_by, drop column tenant`);
  }
}

async function replaceIndex(runner: QueryRunner, name: string, definition: string): Promise<void> {
  await runner.query(`drop index calls_${name}`);
  await runner.query(`create index calls_${name} on calls ${definition}`);
}
