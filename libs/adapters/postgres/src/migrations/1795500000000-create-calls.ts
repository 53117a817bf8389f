import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Calls with their streams, segments, category matches and ledgers. Ids compare by bytes, so that pages follow the same
 * order on every server.
 */
export class CreateCalls1795500000000 implements MigrationInterface {
  name = 'CreateCalls1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create type call_status as enum ('LIVE', 'ENDED', 'INTERRUPTED', 'FAILED')`);
    await runner.query(`
      create table calls (
        id text collate "C" primary key,
        version bigint not null default 0,
        status call_status not null default 'LIVE',
        is_started boolean not null default false,
        source text not null default '',
        started_at timestamptz(3) not null,
        ended_at timestamptz(3),
        end_reason call_status,
        end_known_at timestamptz(3),
        updated_at timestamptz(3) not null,
        duration_ms float8 not null default 0,
        customer_number text,
        system_number text,
        agent_id text collate "C",
        engine text,
        engine_reason text,
        engine_at timestamptz(3),
        metrics jsonb,
        metrics_revision int not null default 0,
        customer_sentiment float8,
        categories text[] not null default '{}',
        alert_count int not null default 0,
        problems jsonb not null default '[]',
        audio_done boolean not null default false,
        transcript_done boolean not null default false
      ) with (fillfactor = 80)`);
    // Room in the page keeps the frequent updates of streams and ledgers free of index work.
    await runner.query(`
      create table streams (
        call_id text collate "C" primary key references calls (id) on delete cascade,
        codec text not null,
        sample_rate_hz int not null,
        channels text[] not null,
        position_sample bigint not null,
        next_sequence bigint not null,
        last_audio_at timestamptz(3) not null,
        heard_at timestamptz(3) not null,
        has_recording boolean not null
      ) with (fillfactor = 60)`);
    await runner.query(`
      create table segments (
        call_id text collate "C" not null references calls (id) on delete cascade,
        id text collate "C" not null,
        revision int not null,
        channel text not null,
        start_ms float8 not null,
        end_ms float8 not null,
        text text not null,
        words jsonb not null,
        engine text not null,
        sentiment text,
        sentiment_score float8,
        redactions jsonb not null,
        recognized_at timestamptz(3) not null,
        primary key (call_id, id)
      )`);
    await runner.query(`create index segments_by_start on segments (call_id, start_ms, id)`);
    await runner.query(`
      create table category_matches (
        call_id text collate "C" not null references calls (id) on delete cascade,
        category text not null,
        segment_id text not null,
        is_alert boolean not null,
        channel text not null,
        at_ms float8 not null,
        primary key (call_id, category, segment_id)
      )`);
    await runner.query(`
      create table ledger_spans (
        call_id text collate "C" not null references calls (id) on delete cascade,
        channel text not null,
        kind text not null,
        reason text not null,
        spans int8multirange not null,
        primary key (call_id, channel, kind, reason)
      ) with (fillfactor = 60)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['ledger_spans', 'category_matches', 'segments', 'streams', 'calls']) {
      await runner.query(`drop table ${table}`);
    }
    await runner.query(`drop type call_status`);
  }
}
