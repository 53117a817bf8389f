import { join } from 'node:path';
import type { RecordingStore } from '@earshot/ports';
import { createDiskRecordingStore } from '@earshot/recordings';
import type { ProcessConfig } from './hosting.config.js';

/** Where the settings say that recordings lie. */
export function openRecordings(config: Pick<ProcessConfig, 'EARSHOT_DATA_DIR'>): RecordingStore {
  return createDiskRecordingStore({ directory: join(config.EARSHOT_DATA_DIR, 'recordings') });
}
