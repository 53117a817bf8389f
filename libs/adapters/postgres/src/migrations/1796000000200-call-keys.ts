import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The data key of each call, wrapped by the master key. A destroyed key leaves its row, so that the call gets no other one. */
export class CallKeys1796000000200 implements MigrationInterface {
  name = 'CallKeys1796000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table call_keys (
        call_id text collate "C" primary key,
        wrapped bytea,
        key_version text,
        created_at timestamptz not null default clock_timestamp(),
        destroyed_at timestamptz,
        constraint call_keys_wrapped_or_destroyed check (
          (wrapped is null) = (destroyed_at is not null) and (key_version is null) = (wrapped is null))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table call_keys`);
  }
}
