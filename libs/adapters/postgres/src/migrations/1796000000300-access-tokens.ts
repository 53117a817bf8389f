import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose access tokens end with an account, and which logout tokens have counted. */
export class AccessTokens1796000000300 implements MigrationInterface {
  name = 'AccessTokens1796000000300';

  async up(runner: QueryRunner): Promise<void> {
    // Ingest reads the view and not the accounts. The barrier keeps its statements from looking at the rows that are left out.
    await runner.query(`
      create view disabled_people with (security_barrier) as
      select u.tenant, u.external_id, p.external_id as provider_id,
        case when u.external_id is null and p.external_id is null then u.folded_name end as name
      from users u left join provisioned_users p on p.user_id = u.id
      where u.state = 'DISABLED' and (u.external_id is not null or u.origin = 'SCIM')`);
    await runner.query(`create index users_disabled on users (id) where state = 'DISABLED'`);
    await runner.query(`
      create table used_logout_tokens (
        id_hash bytea primary key check (octet_length(id_hash) = 32),
        keep_until timestamptz(3) not null
      )`);
    await runner.query(`create index used_logout_tokens_end on used_logout_tokens (keep_until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table used_logout_tokens`);
    await runner.query(`drop index users_disabled`);
    await runner.query(`drop view disabled_people`);
  }
}
