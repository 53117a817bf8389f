import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who did what. `audit_accesses` keeps accesses until their minute is over, and for an hour more, so that an event that comes
 * again is known. `audit_trail` has the rows for ever: each carries the hash of the row before it, and nothing may change
 * them. `audit_heads` has the last row of each tenant; writers lock it, so that they append one after the other.
 */
export class Audit1796000000190 implements MigrationInterface {
  name = 'Audit1796000000190';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_accesses (
        event_id text collate "C" not null,
        position int not null,
        tenant text collate "C" not null,
        minute bigint not null,
        first_at timestamptz(3) not null,
        last_at timestamptz(3) not null,
        count int not null,
        principal text not null,
        subject text not null,
        kind text not null,
        action text not null,
        call_id text collate "C",
        address text,
        details text[] not null,
        written_at timestamptz(3),
        primary key (event_id, position)
      )`);
    await runner.query(
      `create index audit_accesses_waiting on audit_accesses (tenant, minute) where written_at is null`,
    );
    await runner.query(
      `create index audit_accesses_written on audit_accesses (written_at) where written_at is not null`,
    );
    await runner.query(`
      create table audit_trail (
        tenant text collate "C" not null,
        sequence bigint not null,
        first_at timestamptz(3) not null,
        last_at timestamptz(3) not null,
        count int not null,
        principal text not null,
        subject text not null,
        kind text not null,
        action text not null,
        call_id text collate "C",
        address text,
        details text[] not null,
        previous_hash bytea not null check (octet_length(previous_hash) = 32),
        hash bytea not null check (octet_length(hash) = 32),
        primary key (tenant, sequence)
      )`);
    await runner.query(
      `create index audit_trail_call on audit_trail (tenant, call_id, sequence) where call_id is not null`,
    );
    await runner.query(`create index audit_trail_subject on audit_trail (tenant, subject, sequence)`);
    await runner.query(`
      create table audit_heads (
        tenant text collate "C" primary key,
        sequence bigint not null,
        hash bytea not null check (octet_length(hash) = 32)
      )`);
    await this.refuseChanges(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_trail, audit_heads, audit_accesses`);
    await runner.query(`drop function refuse_audit_change`);
  }

  /** The grants stop the role of the services. The triggers also stop a superuser, who has every grant. */
  private async refuseChanges(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_audit_change() returns trigger language plpgsql as $$
        begin raise exception 'rows of the audit are never changed' using errcode = 'insufficient_privilege'; end
      $$`);
    await runner.query(`
      create trigger refuse_change before update or delete or truncate on audit_trail
      for each statement execute function refuse_audit_change()`);
    // Runs in sessions that switch triggers off for replication, too.
    await runner.query(`alter table audit_trail enable always trigger refuse_change`);
    await runner.query(`revoke update, delete, truncate on audit_trail from public, current_user`);
  }
}
