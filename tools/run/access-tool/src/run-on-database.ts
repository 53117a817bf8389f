import { locateDatabase } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { createLogger, systemClock } from '@earshot/runtime';
import type { AccessCommand } from './access-arguments.js';
import type { AccessConfig } from './access.config.js';
import { runAccessCommand } from './run-access-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export async function runOnDatabase(
  command: AccessCommand,
  config: AccessConfig,
  print: (line: string) => void,
): Promise<void> {
  const url = await locateDatabase(config);
  const logger = createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
  const stores = openPostgres({ url, poolSize: 1, logger });
  try {
    // A key may be needed before the first service starts.
    await stores.migrate();
    await runAccessCommand(command, { keys: stores.accessKeys, teams: stores.teams, clock: systemClock, print });
  } finally {
    await stores.close();
  }
}
