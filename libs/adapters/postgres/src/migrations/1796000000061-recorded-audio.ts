import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much audio of a call is in its recording. Null for calls from before: then the recording has all audio of the call. */
export class RecordedAudio1796000000061 implements MigrationInterface {
  name = 'RecordedAudio1796000000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table streams add column recorded_sample bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from ledger_spans where kind = 'UNRECORDED'`);
    await runner.query(`alter table streams drop column recorded_sample`);
  }
}
