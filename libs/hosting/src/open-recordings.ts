import { join } from 'node:path';
import type { ServiceName } from '@earshot/contracts';
import type { RecordingStore } from '@earshot/ports';
import { createRecordingStore } from '@earshot/recordings';
import { systemClock } from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';

/** Where the settings say that recordings lie. A process that writes them does not start on a place that it may not use. */
export const openRecordings = (config: ProcessConfig, inProcess: readonly ServiceName[]): Promise<RecordingStore> =>
  createRecordingStore(config, {
    directory: join(config.EARSHOT_DATA_DIR, 'recordings'),
    clock: systemClock,
    isWriter: inProcess.includes('persistence'),
  });
