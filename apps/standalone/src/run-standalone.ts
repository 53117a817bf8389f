import { Failure } from '@earshot/ports';
import { endSoon } from '@earshot/hosting';
import { ConfigError } from '@earshot/runtime';
import { loadEarshotConfig, type EarshotConfig } from './earshot.config.js';
import { startEarshot, type RunningEarshot } from './start-earshot.js';

/**
 * The program: starts Earshot, prints where it is, drains on SIGINT and SIGTERM. What can be put right by its user ends
 * in one readable line and exit code 1. `afterStart` runs beside it, e.g. to play the sample calls.
 */
export async function runStandalone(
  env: NodeJS.ProcessEnv,
  afterStart?: (earshot: RunningEarshot, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stop.signal.aborted) return;
        print(`\n${signal}: finishing what is under way …`);
        stop.abort();
        resolve();
      });
    }
  });
  let earshot: RunningEarshot;
  let config: EarshotConfig;
  // Waiting for a database that is away must not let the process end for want of anything to do.
  const staying = setInterval(() => {}, 60_000);
  try {
    config = loadEarshotConfig(env);
    earshot = await startEarshot(config, { onProgress: (step) => print(`  … ${step}`), signal: stop.signal });
  } catch (error) {
    clearInterval(staying);
    if (!(error instanceof ConfigError || error instanceof Failure)) throw error;
    if (stop.signal.aborted) return;
    process.stderr.write(`Earshot cannot start.\n${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  print(banner(earshot));
  const beside = afterStart?.(earshot, stop.signal).catch((error: unknown) => {
    print(`The sample calls stopped: ${error instanceof Error ? error.message : String(error)}`);
  });
  await stopped;
  clearInterval(staying);
  // A part that hangs must not keep the program, and with it the port, for ever.
  const limit = setTimeout(() => {
    process.stderr.write('The drain took too long; leaving.\n');
    process.exit(1);
  }, config.EARSHOT_STOP_LIMIT_MS).unref();
  await earshot.close();
  await beside;
  clearTimeout(limit);
  print('Stopped.');
  endSoon();
}

const banner = (earshot: RunningEarshot): string =>
  [
    '',
    'Earshot is running.',
    `  Web page and GraphQL   ${earshot.httpUrl}   (GraphQL at /graphql)`,
    `  Calls come in at       ${earshot.ingestUrl}`,
    `  Data                   ${earshot.dataDir}`,
    `  Speech engine          ${earshot.speech}`,
    '',
    '  Send a call:           npm run call -- FILE.wav',
    '  Stop:                  Ctrl-C',
    '',
  ].join('\n');
