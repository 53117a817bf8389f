import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each time that a call was paused or went on: why, and who asked for it. `call_pauses` keeps the last one, for ingest. */
export class PauseChanges1796000000310 implements MigrationInterface {
  name = 'PauseChanges1796000000310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table call_pause_changes (
        call_id text collate "C" not null references calls (id) on delete cascade,
        changed_at timestamptz(3) not null,
        is_paused boolean not null,
        reason text,
        principal text,
        subject text,
        primary key (call_id, changed_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table call_pause_changes`);
  }
}
