import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last change of a pause of each call, so that a call stays paused when another process takes it; and calls without a recording. */
export class Pauses1796000000280 implements MigrationInterface {
  name = 'Pauses1796000000280';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table call_pauses (
        call_id text collate "C" primary key references calls (id) on delete cascade,
        is_paused boolean not null,
        changed_at timestamptz(3) not null
      )`);
    await runner.query(`alter table streams add column is_recorded boolean not null default true`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table streams drop column is_recorded`);
    await runner.query(`drop table call_pauses`);
  }
}
