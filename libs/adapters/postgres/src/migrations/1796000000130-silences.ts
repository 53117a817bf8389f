import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last silence of each call that ingest announced, so that a silent call is not taken for abandoned, and readers see it. */
export class Silences1796000000130 implements MigrationInterface {
  name = 'Silences1796000000130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table silences (
        call_id text collate "C" primary key references calls (id) on delete cascade,
        since timestamptz(3) not null,
        is_connected boolean not null,
        -- When persistence learned of it last, by its own clock.
        announced_at timestamptz(3) not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table silences`);
  }
}
