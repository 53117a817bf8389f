import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which process of ingest reads a call whose events may come to any process. Rows are of no use when their time is over. */
export class CallClaims1796000000400 implements MigrationInterface {
  name = 'CallClaims1796000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table call_claims (
      platform_call_id text primary key,
      owner text not null,
      held_until timestamptz not null
    )`);
    await runner.query(`create index call_claims_owner on call_claims (owner)`);
    await runner.query(`create index call_claims_held_until on call_claims (held_until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table call_claims`);
  }
}
