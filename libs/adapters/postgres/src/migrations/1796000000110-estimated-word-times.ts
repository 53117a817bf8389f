import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Says of each final whether the times of its words are estimates. Enrichment needs it when it takes a call over: a correction
 * of the final hides the audio of the whole segment. Earlier finals count as exact, as before.
 */
export class EstimatedWordTimes1796000000110 implements MigrationInterface {
  name = 'EstimatedWordTimes1796000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments add column are_word_times_estimated boolean not null default false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments drop column are_word_times_estimated`);
  }
}
