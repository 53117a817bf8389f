import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts of people, their sessions, one-time links, and failed sign-ins. */
export class People1796000000210 implements MigrationInterface {
  name = 'People1796000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id text collate "C" primary key,
        tenant text collate "C" not null,
        name text not null,
        folded_name text collate "C" not null,
        display_name text,
        origin text not null check (origin in ('LOCAL', 'OIDC', 'SCIM', 'DEMO')),
        external_id text collate "C",
        roles text[] not null,
        agent_id text,
        teams text[] not null,
        queues text[] not null,
        state text not null check (state in ('ACTIVE', 'DISABLED')),
        created_at timestamptz(3) not null,
        last_sign_in_at timestamptz(3),
        must_change_password boolean not null,
        password_hash text,
        totp_secret bytea,
        totp_confirmed boolean not null default false check (not totp_confirmed or totp_secret is not null),
        totp_last_step bigint,
        recovery_hashes bytea[] not null default '{}',
        unique (tenant, folded_name),
        unique (tenant, external_id)
      )`);
    await runner.query(`
      create table sessions (
        id text collate "C" primary key,
        user_id text collate "C" not null references users (id) on delete cascade,
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        address text not null,
        user_agent text not null,
        method text not null check (method in ('PASSWORD', 'OIDC', 'ONE_TIME_LINK', 'DEMO')),
        level text not null check (level in ('FULL', 'TOTP', 'PASSWORD_CHANGE', 'TOTP_ENROLMENT')),
        provider_issuer text collate "C",
        provider_sid text collate "C",
        provider_tokens bytea
      )`);
    await runner.query(`create index sessions_user on sessions (user_id, created_at)`);
    await runner.query(`create index sessions_open on sessions (created_at, id) where ended_at is null`);
    await runner.query(`create index sessions_expiry on sessions (expires_at)`);
    await runner.query(
      `create index sessions_provider on sessions (provider_issuer, provider_sid) where provider_sid is not null`,
    );
    await runner.query(`
      create table sign_in_tickets (
        id text collate "C" primary key,
        tenant text collate "C" not null,
        purpose text not null check (purpose in ('FIRST_ADMIN', 'ACCOUNT', 'DEMO')),
        user_id text collate "C" references users (id) on delete cascade,
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        redeemed_at timestamptz(3),
        check ((user_id is null) = (purpose = 'FIRST_ADMIN'))
      )`);
    await runner.query(`create index sign_in_tickets_user on sign_in_tickets (user_id)`);
    await runner.query(`create index sign_in_tickets_expiry on sign_in_tickets (expires_at)`);
    await runner.query(`
      create table sign_in_attempts (
        key text collate "C" primary key,
        count int not null,
        last_at timestamptz(3) not null,
        locked_until timestamptz(3)
      )`);
    await runner.query(`create index sign_in_attempts_last on sign_in_attempts (last_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table sign_in_attempts, sign_in_tickets, sessions, users`);
  }
}
