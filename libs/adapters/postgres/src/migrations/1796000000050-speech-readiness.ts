import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The speech engine of each transcription process, so that the gateway refuses requests that none can fulfil. */
export class SpeechReadiness1796000000050 implements MigrationInterface {
  name = 'SpeechReadiness1796000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table speech_readiness (
        process_id text collate "C" primary key,
        engine text,
        reason text not null,
        seen_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table speech_readiness`);
  }
}
