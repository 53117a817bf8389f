import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Says of each final which engine gave its sentiment. It stays null for earlier finals. */
export class SentimentEngines1796000000140 implements MigrationInterface {
  name = 'SentimentEngines1796000000140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments add column sentiment_engine text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments drop column sentiment_engine`);
  }
}
