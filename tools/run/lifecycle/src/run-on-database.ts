import { locateDatabase } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { createLogger, newUuid, systemClock } from '@earshot/runtime';
import type { LifecycleCommand } from './lifecycle-arguments.js';
import type { LifecycleConfig } from './lifecycle.config.js';
import { runLifecycleCommand } from './run-lifecycle-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export async function runOnDatabase(
  command: Exclude<LifecycleCommand, { readonly name: 'help' }>,
  config: LifecycleConfig,
  print: (line: string) => void,
): Promise<void> {
  const url = await locateDatabase(config);
  const logger = createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
  const stores = openPostgres({ url, poolSize: 1, logger });
  try {
    await runLifecycleCommand(command, { ...stores, nowMs: () => systemClock.nowMs(), newId: newUuid, print });
  } finally {
    await stores.close();
  }
}
