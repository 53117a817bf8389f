import { closeWithin, runUntilStopped, waitForAbort } from '@earshot/hosting';
import { loadEarshotConfig } from './earshot.config.js';
import { startEarshot, type RunningEarshot } from './start-earshot.js';

/**
 * The program: starts Earshot, prints where it is, drains when it is told to stop. `afterStart` runs beside it, e.g. to
 * play the sample calls.
 */
export const runStandalone = (
  env: NodeJS.ProcessEnv,
  afterStart?: (earshot: RunningEarshot, stop: AbortSignal) => Promise<void>,
): Promise<void> =>
  runUntilStopped('Earshot', async (stop) => {
    void waitForAbort(stop).then(() => print('\nFinishing what is under way …'));
    const config = loadEarshotConfig(env);
    const earshot = await startEarshot(config, { onProgress: (step) => print(`  … ${step}`), signal: stop });
    print(banner(earshot));
    const beside = afterStart?.(earshot, stop).catch((error: unknown) => {
      print(`The sample calls stopped: ${error instanceof Error ? error.message : String(error)}`);
    });
    await waitForAbort(stop);
    await closeWithin(config.EARSHOT_STOP_LIMIT_MS, async () => {
      await earshot.close();
      await beside;
    });
    print('Stopped.');
  });

const print = (line: string): void => void process.stdout.write(`${line}\n`);

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
