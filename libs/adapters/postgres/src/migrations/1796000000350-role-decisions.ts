import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a participant has its role, and the role that somebody found out later. `corrected_roles` of a call has the decisions in
 * force, so that later facts about the call are stored with these roles without another read.
 */
export class RoleDecisions1796000000350 implements MigrationInterface {
  name = 'RoleDecisions1796000000350';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table participants add column role_reason text, add column role_confidence float8,
      add column decided_role text, add column decided_reason text, add column decided_confidence float8,
      add column decided_at_ms float8`);
    await runner.query(`alter table calls add column corrected_roles jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls drop column corrected_roles`);
    await runner.query(`alter table participants drop column role_reason, drop column role_confidence,
      drop column decided_role, drop column decided_reason, drop column decided_confidence, drop column decided_at_ms`);
  }
}
