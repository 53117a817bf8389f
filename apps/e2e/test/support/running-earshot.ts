import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { loadEarshotConfig, startEarshot, type RunningEarshot } from '@earshot/standalone';
import { CapturingLogger } from '@earshot/testing';

/** Outlives the tests, so that one machine fetches a speech model once. */
export const modelsDir = process.env['SPEECH_MODELS_DIR'] ?? join(homedir(), '.cache', 'earshot', 'models');

/** Earshot in the process of the test. */
export interface TestEarshot extends RunningEarshot {
  readonly graphqlUrl: string;
  readonly log: CapturingLogger;
}

/** Starts Earshot in this process, on free ports and with its own data directory. */
export async function startTestEarshot(env: Record<string, string> = {}): Promise<TestEarshot> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-e2e-'));
  await copyTestCluster(dataDir);
  const log = new CapturingLogger();
  const config = loadEarshotConfig({
    EARSHOT_HTTP_PORT: '0',
    EARSHOT_INGEST_PORT: '0',
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_AUTH: 'open',
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    SPEECH_MODELS_DIR: modelsDir,
    // Some calls are played faster than real time.
    EARSHOT_CALL_PACE: '0',
    ...env,
  });
  const earshot = await startEarshot(config, { logger: log });
  return {
    ...earshot,
    log,
    graphqlUrl: `${earshot.httpUrl}/graphql`,
    close: async () => {
      await earshot.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
