import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a call whose source brings words and no audio may be quiet before it is closed. Null for calls with audio. */
export class TextCalls1796000000380 implements MigrationInterface {
  name = 'TextCalls1796000000380';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls add column longest_quiet_ms int`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls drop column longest_quiet_ms`);
  }
}
