import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which calls were erased, with the proof of each, and which calls nobody may erase. `legal_holds` references `calls` without a
 * cascade, so that the database itself refuses to remove a held call.
 */
export class Lifecycle1796000000230 implements MigrationInterface {
  name = 'Lifecycle1796000000230';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table erasures (
        call_id text collate "C" primary key,
        tenant text collate "C" not null,
        cause text not null check (cause in ('REQUEST', 'RETENTION')),
        reason text not null,
        principal text not null,
        subject text not null,
        requested_at timestamptz(3) not null,
        -- Where the call belonged. Null once its subscribers know and everything is removed.
        agent_id text,
        queue text,
        row_version bigint not null,
        taken_at timestamptz(3),
        removed_at timestamptz(3),
        confirmed_at timestamptz(3),
        removed_rows jsonb not null default '{}',
        removed_files int not null default 0,
        removed_file_bytes bigint not null default 0,
        hash bytea check (octet_length(hash) = 32)
      )`);
    await runner.query(`create index erasures_open on erasures (requested_at) where confirmed_at is null`);
    await runner.query(`create index erasures_by_time on erasures (tenant, requested_at, call_id)`);
    await runner.query(`create index dead_letters_of_call on dead_letters (call_id) where call_id is not null`);
    await runner.query(`
      create table legal_holds (
        call_id text collate "C" primary key references calls (id),
        reason text not null,
        principal text not null,
        subject text not null,
        held_at timestamptz(3) not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table legal_holds`);
    await runner.query(`drop index dead_letters_of_call`);
    await runner.query(`drop table erasures`);
  }
}
