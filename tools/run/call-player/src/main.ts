import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findCallKey } from '@earshot/access';
import { escapeUnprintable } from '@earshot/contracts';
import { formatToolFailure } from '@earshot/ports';
import { help, readArguments, type Arguments } from './read-arguments.js';
import { runCalls } from './run-calls.js';

/** npm runs scripts in the root of the workspace; people mean a path relative to their own directory. */
function resolveFile(file: string): string {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  return existsSync(path) ? path : resolve(file);
}

/** Other Earshots than the one on this machine do not know its key, and must not get it. */
async function findKey({ key, url }: Arguments): Promise<{ key?: string }> {
  const { EARSHOT_KEY, EARSHOT_DATA_DIR = '.earshot' } = process.env;
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
  const found = key ?? (EARSHOT_KEY || (isHere ? await findCallKey(EARSHOT_DATA_DIR) : undefined));
  return found === undefined ? {} : { key: found };
}

const target = (stream: NodeJS.WriteStream) => ({
  isTTY: stream.isTTY === true,
  write: (text: string) => void stream.write(text),
});

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const failed = await runCalls(
    { ...args, file: resolveFile(args.file), ...(await findKey(args)) },
    target(process.stdout),
    target(process.stderr),
    stop.signal,
  );
  return failed === 0 ? 0 : 1;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${escapeUnprintable(formatToolFailure(error))}\n`);
    process.exitCode = 1;
  },
);
