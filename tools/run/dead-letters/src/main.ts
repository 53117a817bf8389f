import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { Failure, type Clock } from '@earshot/ports';
import { ConfigError, createLogger, loadConfig } from '@earshot/runtime';
import { readArguments, usage } from './dead-arguments.js';
import { deadLettersConfigSchema } from './dead-letters.config.js';
import { runDead } from './run-dead.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);
/** Unlike the services' clock it keeps the process alive while something is waited for. */
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
      `No Earshot runs a database in ${config.EARSHOT_DATA_DIR}: start it, or set DATABASE_URL or EARSHOT_DATA_DIR.`,
    );
  }
  const logger = createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
  const stores = openPostgres({ url, poolSize: 1, logger });
  try {
    await runDead(command, { letters: stores.deadLetters, clock, print });
  } finally {
    await stores.close();
  }
}

main().catch((error: unknown) => {
  const isOurs = error instanceof Failure || error instanceof ConfigError;
  process.stderr.write(`${isOurs ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
});
