import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SiteOptions } from './site.js';

/** The module that every service loads before its own code. */
export const preloadModule = pathToFileURL(join(import.meta.dirname, '../inject/preload.js')).href;

const commandFile = (dataDir: string) => join(dataDir, 'chaos-command.json');

/** What tells the preloaded module what to do. */
export const preloadEnv = ({
  inject,
  seed,
  dataDir,
}: Pick<SiteOptions, 'inject' | 'seed' | 'dataDir'>): Record<string, string> => ({
  EARSHOT_CHAOS: inject.join(','),
  EARSHOT_CHAOS_SEED: seed,
  EARSHOT_CHAOS_COMMAND: commandFile(dataDir),
});

/** The signal that has a process read its command. */
export const STRIKE_SIGNAL = 'SIGUSR2';

export const writeCommand = (dataDir: string, command: object): Promise<void> =>
  writeFile(commandFile(dataDir), JSON.stringify(command));
