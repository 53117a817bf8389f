import { escapeUnprintable } from '@earshot/contracts';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { createSealer, findMasterKeyFile, openLocalMasterKey } from '@earshot/keys';
import { openPostgres } from '@earshot/postgres';
import { Failure, formatToolFailure, type Clock, type Sealer } from '@earshot/ports';
import { ConfigError, createLogger, loadConfig } from '@earshot/runtime';
import { readArguments, usage } from './dead-letter-arguments.js';
import { deadLettersConfigSchema, type DeadLettersConfig } from './dead-letters.config.js';
import { runDeadLetterCommand } from './run-dead-letter-command.js';

const print = (line: string) => void process.stdout.write(`${escapeUnprintable(line)}\n`);
/** Unlike `systemClock`, its timers keep the process alive. */
const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2));
  if (command.name === 'help') return void process.stdout.write(`${usage}\n`);
  const config = loadConfig(deadLettersConfigSchema, process.env);
  const url = config.DATABASE_URL ?? (await findEmbeddedPostgres(config.EARSHOT_DATA_DIR));
  if (url === null) {
    throw new Failure(
      'DATABASE_NOT_FOUND',
      `No Earshot runs a database in ${config.EARSHOT_DATA_DIR}. Start Earshot, or set DATABASE_URL or EARSHOT_DATA_DIR.`,
    );
  }
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
  const isSet = config.EARSHOT_MASTER_KEY !== undefined || config.EARSHOT_MASTER_KEY_FILE !== undefined;
  const ownFile =
    isSet || config.DATABASE_URL !== undefined ? undefined : await findMasterKeyFile(config.EARSHOT_DATA_DIR);
  return createSealer(await openLocalMasterKey(ownFile === undefined ? config : { EARSHOT_MASTER_KEY_FILE: ownFile }));
}

main().catch((error: unknown) => {
  const isExpected = error instanceof Failure || error instanceof ConfigError;
  const text = isExpected ? formatToolFailure(error) : String((error as Error).stack ?? error);
  process.stderr.write(`${text.split('\n').map(escapeUnprintable).join('\n')}\n`);
  process.exitCode = 1;
});
