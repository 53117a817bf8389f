import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that a stage could not process, kept for an operator. */
export class DeadLetters1796000000020 implements MigrationInterface {
  name = 'DeadLetters1796000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dead_letters (
        id text collate "C" primary key,
        arrival bigint generated always as identity,
        at timestamptz not null,
        stage text not null,
        topic text not null,
        key text not null,
        code text not null,
        attempts int not null,
        call_id text collate "C",
        message bytea not null,
        is_cut boolean not null,
        replay_requested_at timestamptz,
        replay_taken_at timestamptz,
        replayed_at timestamptz
      )`);
    await runner.query(`create index dead_letters_by_time on dead_letters (at, arrival)`);
    await runner.query(`
      create index dead_letters_to_replay on dead_letters (at, arrival)
      where replay_requested_at is not null and replayed_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table dead_letters`);
  }
}
