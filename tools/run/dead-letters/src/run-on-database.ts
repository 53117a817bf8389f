import { locateDatabase } from '@earshot/embedded-postgres';
import { createSealer, findMasterKeyFile, isMasterKeySet, openMasterKey } from '@earshot/keys';
import { openPostgres } from '@earshot/postgres';
import type { Clock, Sealer } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
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
export async function runOnDatabase(
  command: Exclude<DeadLetterCommand, { readonly name: 'help' }>,
  config: DeadLettersConfig,
  print: (line: string) => void,
): Promise<void> {
  const url = await locateDatabase(config);
  const logger = createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
  const stores = openPostgres({ url, poolSize: 1, logger });
  try {
    await runDeadLetterCommand(command, {
      letters: stores.deadLetters,
      clock,
      openSealer: () => openSealer(config),
      print,
    });
  } finally {
    await stores.close();
  }
}

/** The key that the settings name, or else the one of the Earshot that runs its database in the data directory. */
async function openSealer(config: DeadLettersConfig): Promise<Sealer> {
  const isElsewhere = isMasterKeySet(config) || config.DATABASE_URL !== undefined;
  const ownFile = isElsewhere ? undefined : await findMasterKeyFile(config.EARSHOT_DATA_DIR);
  return createSealer(await openMasterKey(ownFile === undefined ? config : { EARSHOT_MASTER_KEY_FILE: ownFile }));
}
