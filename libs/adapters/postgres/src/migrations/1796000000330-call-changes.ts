import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The name, the language and the metadata of calls, what changed about a call and when, and calls that wait for their start. */
export class CallChanges1796000000330 implements MigrationInterface {
  name = 'CallChanges1796000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table calls add column name text, add column language text, add column awaits_start boolean not null default false`);
    await runner.query(`
      create table call_facts (
        call_id text collate "C" not null references calls (id) on delete cascade,
        field text not null,
        key text not null,
        value text,
        tenant text not null,
        changed_at timestamptz(3) not null,
        primary key (call_id, field, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table call_facts`);
    await runner.query(`alter table calls drop column name, drop column language, drop column awaits_start`);
  }
}
