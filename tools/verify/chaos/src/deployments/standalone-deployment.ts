import { join } from 'node:path';
import { EarshotProcess } from './earshot-process.js';
import { freePorts } from '@earshot/testing';
import { preloadEnv, preloadModule, COMMAND_SIGNAL, writeCommand } from './injection.js';
import type { Deployment, DeploymentOptions } from './deployment.js';
import { mountSmallDisk } from './small-disk.js';

const main = join(import.meta.dirname, '../../../../../apps/standalone/dist/main.js');

/** Starts all services in one process on the embedded bus. */
export async function startStandaloneDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { dataDir, inject, smallDisk, recordingsBytes } = options;
  const [http, ingest] = await freePorts(2);
  const recordingsDir = join(dataDir, 'recordings');
  const unmount = smallDisk ? mountSmallDisk(recordingsDir, recordingsBytes) : () => {};
  const standalone = new EarshotProcess([...(inject.length > 0 ? ['--import', preloadModule] : []), main], {
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_AUTH: 'open',
    EARSHOT_HTTP_PORT: String(http),
    EARSHOT_INGEST_PORT: String(ingest),
    SPEECH_ENGINE: 'scripted',
    EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
    EARSHOT_LOG_LEVEL: 'warn',
    // `--speed` plays calls faster than real time.
    EARSHOT_CALL_PACE: '0',
    // The recordings are compared with the audio that was sent.
    EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
    ...preloadEnv(options),
  });
  try {
    await standalone.start();
  } catch (error) {
    unmount();
    throw error;
  }
  return {
    httpUrls: [`http://127.0.0.1:${http}`],
    ingestUrls: [`ws://127.0.0.1:${ingest}/api/v1/ws`],
    stack: null,
    standalone,
    recordingsDir,
    sendCommand: async (command) => {
      await writeCommand(dataDir, command);
      standalone.signal(COMMAND_SIGNAL);
    },
    restore: async () => {
      if (!standalone.isAlive) await standalone.start();
    },
    output: () => standalone.output(),
    stop: async () => {
      await standalone.end('SIGTERM');
      unmount();
    },
  };
}
