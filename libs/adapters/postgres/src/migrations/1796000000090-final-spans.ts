import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two changes:
 * - `call_status` loses `FAILED`, which no stage writes. A row that has it becomes `INTERRUPTED`. One statement changes both columns,
 *   because each change of a type writes the table and its indexes anew.
 * - `doubled_segments` holds the ids of finals that were refused because stored finals already cover their span. The categories
 *   that they match must not count either.
 */
export class FinalSpans1796000000090 implements MigrationInterface {
  name = 'FinalSpans1796000000090';

  async up(runner: QueryRunner): Promise<void> {
    await changeStatusType(runner, `'LIVE', 'ENDED', 'INTERRUPTED'`, withoutFailed);
    await runner.query(`
      create table doubled_segments (
        call_id text collate "C" not null references calls (id) on delete cascade,
        id text collate "C" not null,
        primary key (call_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table doubled_segments`);
    await changeStatusType(runner, `'LIVE', 'ENDED', 'INTERRUPTED', 'FAILED'`, (column) => `${column}::text`);
  }
}

const withoutFailed = (column: string): string => `replace(${column}::text, 'FAILED', 'INTERRUPTED')`;

async function changeStatusType(
  runner: QueryRunner,
  values: string,
  toText: (column: string) => string,
): Promise<void> {
  await runner.query(`alter type call_status rename to former_call_status`);
  await runner.query(`create type call_status as enum (${values})`);
  await runner.query(`
    alter table calls
      alter column status drop default,
      alter column status type call_status using ${toText('status')}::call_status,
      alter column status set default 'LIVE',
      alter column end_reason type call_status using ${toText('end_reason')}::call_status`);
  await runner.query(`drop type former_call_status`);
}
