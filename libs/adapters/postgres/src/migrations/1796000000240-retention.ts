import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long calls are kept: by policy, or a single call until a time of its own. */
export class Retention1796000000240 implements MigrationInterface {
  name = 'Retention1796000000240';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table retention_policies (
        tenant text collate "C" not null,
        kind text not null check (kind in ('DEFAULT', 'QUEUE', 'CATEGORY')),
        -- Empty for the default.
        name text collate "C" not null,
        days int not null check (days > 0),
        principal text not null,
        subject text not null,
        set_at timestamptz(3) not null,
        primary key (tenant, kind, name)
      )`);
    await runner.query(`alter table calls add column retain_until timestamptz(3)`);
    await runner.query(`create index calls_retained on calls (tenant, retain_until) where retain_until is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls drop column retain_until`);
    await runner.query(`drop table retention_policies`);
  }
}
