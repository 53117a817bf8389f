import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each engine of a transcription process can do, and its state. It stays empty for processes of earlier versions. */
export class SpeechEngines1796000000150 implements MigrationInterface {
  name = 'SpeechEngines1796000000150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table speech_readiness add column engines jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table speech_readiness drop column engines`);
  }
}
