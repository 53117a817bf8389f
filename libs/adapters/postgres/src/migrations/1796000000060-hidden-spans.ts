import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where removed words are heard, per call, track and kind, in microseconds of the call clock. `removed` is the part that the stored
 * audio no longer holds. Segments from before get the time of their placeholder among the words, or their whole span.
 */
export class HiddenSpans1796000000060 implements MigrationInterface {
  name = 'HiddenSpans1796000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hidden_spans (
        call_id text collate "C" not null,
        track smallint not null,
        kind text not null,
        spans int8multirange not null,
        removed int8multirange not null default '{}'
      )`);
    await runner.query(`
      insert into hidden_spans (call_id, track, kind, spans)
      select s.call_id, s.track, r.kind, range_agg(int8range(floor(r.from_ms * 1000)::bigint, ceil(r.to_ms * 1000)::bigint))
      from segments s cross join lateral (
        select kind, coalesce(w.from_ms, s.start_ms) as from_ms, coalesce(w.to_ms, s.end_ms) as to_ms
        from (select distinct redaction->>'kind' as kind from jsonb_array_elements(s.redactions) as e(redaction)) k
        left join lateral (
          select (word->>'startMs')::float8 as from_ms, (word->>'endMs')::float8 as to_ms
          from jsonb_array_elements(s.words) as e(word)
          where word->>'text' like '%[' || k.kind || ']%' and (word->>'startMs')::float8 < (word->>'endMs')::float8) w on true) r
      where jsonb_array_length(s.redactions) > 0 and r.from_ms < r.to_ms
      group by 1, 2, 3`);
    await runner.query(`
      alter table hidden_spans add primary key (call_id, track, kind),
        add foreign key (call_id) references calls (id) on delete cascade`);
    await runner.query(
      `create index hidden_spans_to_remove on hidden_spans (call_id, kind) where not removed @> spans`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table hidden_spans`);
  }
}
