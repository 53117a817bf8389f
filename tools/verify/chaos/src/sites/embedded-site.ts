import { join } from 'node:path';
import { EarshotProcess } from './earshot-process.js';
import { freePort } from './free-port.js';
import { preloadEnv, preloadModule, STRIKE_SIGNAL, writeCommand } from './preload.js';
import type { Site, SiteOptions } from './site.js';
import { mountSmallDisk } from './small-disk.js';

const main = join(import.meta.dirname, '../../../../../apps/standalone/dist/main.js');

/** All of Earshot in one process on the embedded bus. */
export async function startEmbeddedSite(options: SiteOptions): Promise<Site> {
  const { dataDir, inject, smallDisk, recordingsBytes } = options;
  const [http, ingest] = [await freePort(), await freePort()];
  const recordingsDir = join(dataDir, 'recordings');
  const unmount = smallDisk ? mountSmallDisk(recordingsDir, recordingsBytes) : () => {};
  const standalone = new EarshotProcess([...(inject.length > 0 ? ['--import', preloadModule] : []), main], {
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_HTTP_PORT: String(http),
    EARSHOT_INGEST_PORT: String(ingest),
    SPEECH_ENGINE: 'scripted',
    EARSHOT_LOG_LEVEL: 'warn',
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
    strike: async (command) => {
      await writeCommand(dataDir, command);
      standalone.signal(STRIKE_SIGNAL);
    },
    heal: async () => {
      if (!standalone.isAlive) await standalone.start();
    },
    output: () => standalone.output(),
    stop: async () => {
      await standalone.end('SIGTERM');
      unmount();
    },
  };
}
