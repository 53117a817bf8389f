export { createRecordingStore, type Recordings, type RecordingStoreOptions } from './create-recording-store.js';
export { createDiskRecordingStore, type DiskRecordingOptions } from './disk/disk-recording-store.js';
export {
  recordingPolicy,
  recordingServices,
  type PolicyDocument,
  type RecordingService,
} from './s3/recording-policy.js';
export { recordingsConfigSchema, type RecordingsConfig } from './recordings.config.js';
