import { workOnDatabase } from '@earshot/embedded-postgres';
import { createSealer, findMasterKeyFile, isMasterKeySet, openMasterKey } from '@earshot/keys';
import { openPostgres } from '@earshot/postgres';
import type { Clock, Sealer } from '@earshot/ports';
import { createToolLogger } from '@earshot/runtime';
import type { DeadLetterCommand } from './dead-letter-arguments.js';
import type { DeadLettersConfig } from './dead-letters.config.js';
import { runDeadLetterCommand } from './run-dead-letter-command.js';

/** Unlike `systemClock`, its timers keep the process alive. */
const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export const runOnDatabase = (
  command: Exclude<DeadLetterCommand, { readonly name: 'help' }>,
  config: DeadLettersConfig,
  print: (line: string) => void,
): Promise<void> =>
  workOnDatabase(
    config,
    (url) => openPostgres({ url, poolSize: 1, logger: createToolLogger() }),
    ({ deadLetters: letters }) =>
      runDeadLetterCommand(command, { letters, clock, openSealer: () => openSealer(config), print }),
  );

/** The key that the settings name, or else the one of the Earshot that runs its database in the data directory. */
async function openSealer(config: DeadLettersConfig): Promise<Sealer> {
  const isElsewhere = isMasterKeySet(config) || config.DATABASE_URL !== undefined;
  const ownFile = isElsewhere ? undefined : await findMasterKeyFile(config.EARSHOT_DATA_DIR);
  return createSealer(await openMasterKey(ownFile === undefined ? config : { EARSHOT_MASTER_KEY_FILE: ownFile }));
}
