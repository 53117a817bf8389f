import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The settings that all services must agree on, as each process has them. The table holds no secret. */
export class SharedSettings1796000000030 implements MigrationInterface {
  name = 'SharedSettings1796000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shared_settings (
        process_id text collate "C" not null,
        process_name text not null,
        key text collate "C" not null,
        value text not null,
        seen_at timestamptz not null,
        primary key (process_id, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table shared_settings`);
  }
}
