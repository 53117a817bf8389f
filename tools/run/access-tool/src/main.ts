import { escapeUnprintable } from '@earshot/contracts';
import { loadConfig } from '@earshot/runtime/load-config';
import { runCommand } from '@earshot/runtime/run-command';
import { readArguments, usage } from './access-arguments.js';
import { accessConfigSchema } from './access.config.js';

const print = (line: string) => void process.stdout.write(`${escapeUnprintable(line)}\n`);

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2));
  if (command.name === 'help') return void process.stdout.write(`${usage}\n`);
  const config = loadConfig(accessConfigSchema, process.env);
  // It loads the adapter of the database. A wrong argument or setting is refused before.
  const { runOnDatabase } = await import('./run-on-database.js');
  await runOnDatabase(command, config, print);
}

runCommand(main);
