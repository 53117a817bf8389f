import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the speech engine marked in each final as an issue. It stays empty for earlier finals. */
export class Issues1796000000160 implements MigrationInterface {
  name = 'Issues1796000000160';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments add column issues jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table segments drop column issues`);
  }
}
