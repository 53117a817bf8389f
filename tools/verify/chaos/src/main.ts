import { help, readArguments } from './chaos-arguments.js';
import { table } from './report/table.js';
import { runChaos } from './run-chaos.js';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const sayWhen = (text: string) => print(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args === 'help') {
    print(help);
    return 0;
  }
  const stop = new AbortController();
  // Services, folders and mounts that were made must not outlive a run that is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const { rows, skipped } = await runChaos(args, sayWhen, stop.signal);
  print(`\n${table(rows)}`);
  for (const { fault, reason } of skipped) print(`skipped ${fault}: ${reason}`);
  const broken = rows.filter((row) => row.broken.length > 0);
  if (args.broken.length > 0) {
    print(`\nCaught: ${broken.length} of ${rows.length} broken builds.`);
    return broken.length === rows.length && rows.length > 0 ? 0 : 1;
  }
  print(
    broken.length === 0
      ? `\nHeld: ${rows.length} of ${rows.length}.`
      : `\nBROKEN: ${broken.map((row) => `${row.fault} (${row.broken.join('; ')})`).join(', ')}`,
  );
  return broken.length === 0 && rows.length > 0 ? 0 : 1;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
