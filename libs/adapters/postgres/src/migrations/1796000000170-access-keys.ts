import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of sources and services, and which agents are in which team. */
export class AccessKeys1796000000170 implements MigrationInterface {
  name = 'AccessKeys1796000000170';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_keys (
        id text collate "C" primary key,
        holder text collate "C" not null,
        tenant text collate "C" not null,
        name text not null,
        kind text not null check (kind in ('SOURCE', 'SERVICE')),
        roles text[] not null,
        teams text[] not null,
        queues text[] not null,
        agent_id text,
        sources text[] not null,
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        created_at timestamptz(3) not null,
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        replaced_by text collate "C" references access_keys (id)
      )`);
    await runner.query(`create index access_keys_usable on access_keys (id) where revoked_at is null`);
    await runner.query(`
      create table team_members (
        tenant text collate "C" not null,
        team text collate "C" not null,
        agent_id text not null,
        primary key (tenant, team, agent_id)
      )`);
    await runner.query(`create index team_members_agent on team_members (tenant, agent_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table access_keys`);
    await runner.query(`drop table team_members`);
  }
}
