import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '@earshot/stack';
import { preloadEnv, preloadModule, STRIKE_SIGNAL, writeCommand } from './preload.js';
import type { Site, SiteOptions } from './site.js';
import { mountSmallDisk } from './small-disk.js';

const READY_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

/** Every service in processes of its own, on a real broker and a real PostgreSQL. */
export async function startStackSite(options: SiteOptions): Promise<Site> {
  const { bus, dataDir, inject, smallDisk, recordingsBytes, replicas, say } = options;
  if (bus === 'embedded') throw new Error('--bus: separate services need a broker');
  const recordingsDir = join(dataDir, 'recordings');
  const unmount = smallDisk ? mountSmallDisk(recordingsDir, recordingsBytes) : () => {};
  const stack = await startStack({
    dataDir,
    replicas,
    bus,
    env: { SPEECH_ENGINE: 'scripted', EARSHOT_LOG_LEVEL: 'warn', ...preloadEnv(options) },
    ...(inject.length > 0 && { preload: () => [preloadModule] }),
    onProgress: say,
  }).catch((error: unknown) => {
    unmount();
    throw error;
  });
  return {
    httpUrls: stack.httpUrls,
    ingestUrls: stack.ingestUrls,
    stack,
    standalone: null,
    recordingsDir,
    strike: async (command) => {
      await writeCommand(dataDir, command);
      for (const service of stack.services) service.signal(STRIKE_SIGNAL);
    },
    heal: async () => {
      for (const service of stack.services) if (!service.isAlive()) await service.restart();
      for (const deadlineMs = Date.now() + READY_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
        const ready = await Promise.all(stack.services.map((service) => service.isReady()));
        if (ready.every(Boolean)) return;
        if (Date.now() < deadlineMs) continue;
        const tardy = stack.services.filter((_, at) => !ready[at]).map(({ name, index }) => `${name}-${index}`);
        throw new Error(`not ready: ${tardy.join(', ')}`);
      }
    },
    output: () =>
      stack.services.map((service) => `── ${service.name}-${service.index}\n${service.output()}`).join('\n'),
    stop: async () => {
      await stack.stop();
      unmount();
    },
  };
}
