import { formatToolFailure } from '@earshot/ports';
import { help, readArguments } from './chaos-arguments.js';
import { formatTable } from './report/format-table.js';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const logWithTime = (text: string) => print(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args === 'help') {
    print(help);
    return 0;
  }
  const stop = new AbortController();
  // An interrupted run must stop its services and remove its folders and mounts.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  // It loads all of Earshot: a wrong argument is refused before.
  const { runChaos } = await import('./run-chaos.js');
  const { results, skipped } = await runChaos(args, logWithTime, stop.signal);
  print(`\n${formatTable(results)}`);
  for (const { fault, reason } of skipped) print(`skipped ${fault}: ${reason}`);
  const failed = results.filter(({ violations }) => violations.length > 0);
  if (args.brokenBuilds.length > 0) {
    print(`\nCaught: ${failed.length} of ${results.length} broken builds.`);
    return failed.length === results.length && results.length > 0 ? 0 : 1;
  }
  print(
    failed.length === 0
      ? `\nHeld: ${results.length} of ${results.length}.`
      : `\nBROKEN: ${failed.map(({ fault, violations }) => `${fault} (${violations.join('; ')})`).join(', ')}`,
  );
  return failed.length === 0 && results.length > 0 ? 0 : 1;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${formatToolFailure(error)}\n`);
    process.exit(1);
  },
);
