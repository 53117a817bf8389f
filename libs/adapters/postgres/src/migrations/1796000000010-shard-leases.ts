import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which member of a group reads which shard of a Kinesis stream, and its checkpoint. Sequence numbers have 56 digits. */
export class ShardLeases1796000000010 implements MigrationInterface {
  name = 'ShardLeases1796000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shard_leases (
        stream text collate "C" not null,
        consumer_group text collate "C" not null,
        shard text collate "C" not null,
        counter bigint not null default 0,
        owner text collate "C",
        expires_at timestamptz,
        wanted_by text collate "C",
        wanted_until timestamptz,
        checkpoint numeric,
        is_finished boolean not null default false,
        backlog_messages bigint not null default 0,
        primary key (stream, consumer_group, shard)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table shard_members (
        stream text collate "C" not null,
        consumer_group text collate "C" not null,
        member text collate "C" not null,
        expires_at timestamptz not null,
        primary key (stream, consumer_group, member)
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table shard_members`);
    await runner.query(`drop table shard_leases`);
  }
}
