import { Failure } from '@earshot/ports';
import { findEmbeddedPostgres } from './find-embedded-postgres.js';

export interface DatabasePlace {
  readonly DATABASE_URL?: string | undefined;
  readonly EARSHOT_DATA_DIR: string;
}

/**
 * The URL of the database that the settings name, or else of the one that an Earshot runs in the data directory. Rejects with
 * `DATABASE_NOT_FOUND`. The URL contains the password: do not log it.
 */
export async function locateDatabase({ DATABASE_URL, EARSHOT_DATA_DIR }: DatabasePlace): Promise<string> {
  const url = DATABASE_URL ?? (await findEmbeddedPostgres(EARSHOT_DATA_DIR));
  if (url !== null) return url;
  throw new Failure(
    'DATABASE_NOT_FOUND',
    `No Earshot runs a database in ${EARSHOT_DATA_DIR}. Start Earshot, or set DATABASE_URL or EARSHOT_DATA_DIR.`,
  );
}

/**
 * Does work on the database that the settings name, or else on that of the Earshot in the data directory, and closes it. Rejects as
 * `locateDatabase`, `open` and the work do.
 */
export async function workOnDatabase<Stores extends { close(): Promise<void> }>(
  place: DatabasePlace,
  open: (url: string) => Stores,
  work: (stores: Stores) => Promise<void>,
): Promise<void> {
  const stores = open(await locateDatabase(place));
  try {
    await work(stores);
  } finally {
    await stores.close();
  }
}
