export { createDiskRecordingStore, type DiskRecordingOptions } from './disk-recording-store.js';
