import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the targets of notifications are told: first what is on its way, then the log of it. It holds no word of a call. */
export class Notifications1796000000360 implements MigrationInterface {
  name = 'Notifications1796000000360';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notifications (
        seq bigint generated always as identity primary key,
        id uuid not null default gen_random_uuid() unique,
        call_id text collate "C" not null references calls (id) on delete cascade,
        target text not null,
        kind text not null,
        category text not null default '',
        segment_id text not null default '',
        happened_at timestamptz(3) not null,
        added_at timestamptz(3) not null,
        state text not null default 'PENDING',
        attempts int not null default 0,
        next_at timestamptz(3) not null,
        leased_until timestamptz(3),
        last_code text,
        settled_at timestamptz(3),
        unique (call_id, target, kind, category, segment_id)
      )`);
    await runner.query(`create index notifications_due on notifications (target, next_at) where state = 'PENDING'`);
    await runner.query(
      `create index notifications_order on notifications (call_id, target, seq) where state = 'PENDING'`,
    );
    await runner.query(`create index notifications_age on notifications (added_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table notifications`);
  }
}
