import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an identity provider has to be asked again about the person of a session. */
export class ProviderTokens1796000000260 implements MigrationInterface {
  name = 'ProviderTokens1796000000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sessions add column provider_tokens_due_at timestamptz(3)`);
    await runner.query(`
      create index sessions_provider_tokens on sessions (provider_tokens_due_at)
        where ended_at is null and provider_tokens_due_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index sessions_provider_tokens`);
    await runner.query(`alter table sessions drop column provider_tokens_due_at`);
  }
}
