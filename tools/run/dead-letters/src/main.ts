import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { Failure, type Clock } from '@earshot/ports';
import { ConfigError, createLogger, loadConfig } from '@earshot/runtime';
import { readArguments, usage } from './dead-letter-arguments.js';
import { deadLettersConfigSchema } from './dead-letters.config.js';
import { runDeadLetterCommand } from './run-dead-letter-command.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);
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
  if (command.name === 'help') return print(usage);
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
    await runDeadLetterCommand(command, { letters: stores.deadLetters, clock, print });
  } finally {
    await stores.close();
  }
}

main().catch((error: unknown) => {
  const isExpected = error instanceof Failure || error instanceof ConfigError;
  process.stderr.write(`${isExpected ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
});
