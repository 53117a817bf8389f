import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '@earshot/stack';
import { preloadEnv, preloadModule, COMMAND_SIGNAL, writeCommand } from './injection.js';
import type { Deployment, DeploymentOptions } from './deployment.js';
import { mountSmallDisk } from './small-disk.js';

const READY_WITHIN_MS = 90_000;
const POLL_EVERY_MS = 250;

/** Starts each service in processes of its own, with a real broker and a real PostgreSQL. */
export async function startStackDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { bus, dataDir, inject, smallDisk, recordingsBytes, replicas, log } = options;
  if (bus === 'embedded') throw new Error('separate services need a broker: --bus kafka or kinesis');
  const recordingsDir = join(dataDir, 'recordings');
  const unmount = smallDisk ? mountSmallDisk(recordingsDir, recordingsBytes) : () => {};
  const stack = await startStack({
    dataDir,
    replicas,
    bus,
    env: {
      SPEECH_ENGINE: 'scripted',
      EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
      EARSHOT_LOG_LEVEL: 'warn',
      EARSHOT_CALL_PACE: '0',
      // The recordings are compared with the audio that was sent.
      EARSHOT_UNTRANSCRIBED_AUDIO: 'serve',
      ...preloadEnv(options),
    },
    ...(inject.length > 0 && { preload: () => [preloadModule] }),
    onProgress: log,
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
    sendCommand: async (command) => {
      await writeCommand(dataDir, command);
      for (const service of stack.services) service.signal(COMMAND_SIGNAL);
    },
    restore: async () => {
      for (const service of stack.services) if (!service.isAlive()) await service.restart();
      for (const deadlineMs = Date.now() + READY_WITHIN_MS; ; await sleep(POLL_EVERY_MS)) {
        const ready = await Promise.all(stack.services.map((service) => service.isReady()));
        if (ready.every(Boolean)) return;
        if (Date.now() < deadlineMs) continue;
        const notReady = stack.services.filter((_, at) => !ready[at]).map(({ name, index }) => `${name}-${index}`);
        throw new Error(`not ready: ${notReady.join(', ')}`);
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
