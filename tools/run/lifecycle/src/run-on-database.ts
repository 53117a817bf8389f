import { workOnDatabase } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { createToolLogger, newUuid, systemClock } from '@earshot/runtime';
import type { LifecycleCommand } from './lifecycle-arguments.js';
import type { LifecycleConfig } from './lifecycle.config.js';
import { runLifecycleCommand } from './run-lifecycle-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export const runOnDatabase = (
  command: Exclude<LifecycleCommand, { readonly name: 'help' }>,
  config: LifecycleConfig,
  print: (line: string) => void,
): Promise<void> =>
  workOnDatabase(
    config,
    (url) => openPostgres({ url, poolSize: 1, logger: createToolLogger() }),
    (stores) => runLifecycleCommand(command, { ...stores, nowMs: () => systemClock.nowMs(), newId: newUuid, print }),
  );
