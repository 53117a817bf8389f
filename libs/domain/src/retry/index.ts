export * from './backoff.js';
export * from './restart-pause.js';
