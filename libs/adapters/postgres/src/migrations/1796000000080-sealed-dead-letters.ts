import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages of dead letters are sealed. Letters of earlier versions stay readable until persistence has sealed them, at its
 * next start; until then nothing lists or replays them.
 */
export class SealedDeadLetters1796000000080 implements MigrationInterface {
  name = 'SealedDeadLetters1796000000080';

  async up(runner: QueryRunner): Promise<void> {
    // A replica of the earlier version that still runs stores letters without these columns.
    await runner.query(`
      alter table dead_letters
        add column is_sealed boolean not null default false,
        add column message_bytes int,
        add column refused_with text`);
    await runner.query(`create index dead_letters_unsealed on dead_letters (arrival) where not is_sealed`);
  }

  /** A sealed letter is of no use to the earlier version. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from dead_letters where is_sealed`);
    await runner.query(`
      alter table dead_letters drop column is_sealed, drop column message_bytes, drop column refused_with`);
  }
}
