import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a search finds the sealed numbers of a call by. Stored calls stay as they are. */
export class NumberDigests1796000000320 implements MigrationInterface {
  name = 'NumberDigests1796000000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table calls add column number_digests text[]`);
    // Empty where no number is sealed, so it costs such a database nothing.
    await runner.query(
      `create index calls_by_number_digest on calls using gin (number_digests) where number_digests is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index calls_by_number_digest`);
    await runner.query(`alter table calls drop column number_digests`);
  }
}
