import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeploymentOptions } from './deployment.js';

/** Each service loads this module before its own code. */
export const preloadModule = pathToFileURL(join(import.meta.dirname, '../inject/preload.js')).href;

const commandFile = (dataDir: string) => join(dataDir, 'chaos-command.json');

/** Settings that tell the preloaded module what to inject. */
export const preloadEnv = ({
  inject,
  seed,
  dataDir,
}: Pick<DeploymentOptions, 'inject' | 'seed' | 'dataDir'>): Record<string, string> => ({
  EARSHOT_CHAOS: inject.join(','),
  EARSHOT_CHAOS_SEED: seed,
  EARSHOT_CHAOS_COMMAND: commandFile(dataDir),
});

/** A process that receives this signal reads the command file. */
export const COMMAND_SIGNAL = 'SIGUSR2';

export const writeCommand = (dataDir: string, command: object): Promise<void> =>
  writeFile(commandFile(dataDir), JSON.stringify(command));
