import { closeWithin, runUntilStopped, silenceSdkNodeWarning, waitForAbort } from '@earshot/hosting';
import { describeSignInLink } from '@earshot/gateway';
import { loadEarshotConfig } from './earshot.config.js';
import { startEarshot, type RunningEarshot } from './start-earshot.js';

export interface RunOptions {
  /** Resolves when the files of the web page are there. */
  readonly pageBuilt?: Promise<void> | undefined;
  /** Runs beside Earshot, e.g. to play the sample calls. */
  readonly afterStart?: ((earshot: RunningEarshot, stop: AbortSignal) => Promise<void>) | undefined;
}

/** The standalone program: starts Earshot, prints its addresses and drains when it is told to stop. */
export const runStandalone = (env: NodeJS.ProcessEnv, { pageBuilt, afterStart }: RunOptions = {}): Promise<void> =>
  runUntilStopped('Earshot', async (stop) => {
    void waitForAbort(stop).then(() => print('\nFinishing the work in progress …'));
    silenceSdkNodeWarning(env);
    const config = loadEarshotConfig(env);
    const earshot = await startEarshot(config, { onProgress: (step) => print(`  … ${step}`), signal: stop, pageBuilt });
    print(formatBanner(earshot));
    const afterStartDone = afterStart?.(earshot, stop).catch((error: unknown) => {
      print(`The sample calls stopped: ${error instanceof Error ? error.message : String(error)}`);
    });
    await waitForAbort(stop);
    await closeWithin(config.EARSHOT_STOP_LIMIT_MS, async () => {
      await earshot.close();
      await afterStartDone;
    });
    print('Stopped.');
  });

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const formatBanner = (earshot: RunningEarshot): string =>
  [
    '',
    'Earshot is running.',
    `  Web page and GraphQL   ${earshot.httpUrl}   (GraphQL at /graphql)`,
    `  Sources connect to     ${earshot.ingestUrl}`,
    `  Data                   ${earshot.dataDir}`,
    `  Speech engine          ${earshot.speech}`,
    ...(earshot.signInLink === null ? [] : ['', `  ${describeSignInLink(earshot.signInLink)}`]),
    '',
    '  Send a call:           npm run call -- FILE.wav',
    '  Stop:                  Ctrl-C',
    '',
  ].join('\n');
