import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far the transcript of each call is published, for the next owner of the call. It does not reference `calls`, because
 * audio may come before `call.started`. Only the key is indexed, so that the frequent saves stay within their page.
 */
export class TranscriptProgress1796000000000 implements MigrationInterface {
  name = 'TranscriptProgress1796000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table transcript_progress (
        call_id text collate "C" not null,
        request_id text collate "C" not null,
        epoch int not null,
        progress jsonb,
        touched_at timestamptz(3) not null default now(),
        primary key (call_id, request_id)
      ) with (fillfactor = 40)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table transcript_progress`);
  }
}
