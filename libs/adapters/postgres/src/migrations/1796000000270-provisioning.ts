import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an identity provider provisions: profiles of accounts, groups, and who is in them. */
export class Provisioning1796000000270 implements MigrationInterface {
  name = 'Provisioning1796000000270';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table provisioned_users (
        user_id text collate "C" primary key references users (id) on delete cascade,
        external_id text collate "C",
        attributes jsonb not null
      )`);
    await runner.query(
      `create index provisioned_users_external on provisioned_users (external_id) where external_id is not null`,
    );
    await runner.query(`
      create table provisioned_groups (
        id text collate "C" primary key,
        tenant text collate "C" not null,
        name text not null,
        folded_name text collate "C" not null,
        external_id text collate "C",
        created_at timestamptz(3) not null,
        unique (tenant, folded_name)
      )`);
    await runner.query(`
      create table provisioned_members (
        group_id text collate "C" not null references provisioned_groups (id) on delete cascade,
        user_id text collate "C" not null references users (id) on delete cascade,
        primary key (group_id, user_id)
      )`);
    await runner.query(`create index provisioned_members_user on provisioned_members (user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table provisioned_members, provisioned_groups, provisioned_users`);
  }
}
