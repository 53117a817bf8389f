import { loadConfig } from '@earshot/runtime/load-config';
import { runCommand } from '@earshot/runtime/run-command';
import { readArguments, usage } from './lifecycle-arguments.js';
import { lifecycleConfigSchema } from './lifecycle.config.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2));
  if (command.name === 'help') return print(usage);
  const config = loadConfig(lifecycleConfigSchema, process.env);
  // It loads the adapter of the database and Nest. A wrong argument or setting is refused before.
  const { runOnDatabase } = await import('./run-on-database.js');
  await runOnDatabase(command, config, print);
}

runCommand(main);
