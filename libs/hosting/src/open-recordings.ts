import { join } from 'node:path';
import type { ServiceName } from '@earshot/contracts';
import type { CallKeys } from '@earshot/ports';
import { createRecordingStore, type Recordings } from '@earshot/recordings';
import { systemClock } from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';

/** Opens the recordings where the settings put them. A process that writes them rejects if it may not write there. */
export const openRecordings = (
  config: ProcessConfig,
  inProcess: readonly ServiceName[],
  keys: CallKeys,
): Promise<Recordings> =>
  createRecordingStore(config, {
    directory: join(config.EARSHOT_DATA_DIR, 'recordings'),
    clock: systemClock,
    keys,
    isWriter: inProcess.includes('persistence'),
  });
