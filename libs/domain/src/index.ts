export * from './audio/index.js';
export * from './call/index.js';
export * from './categories/index.js';
export * from './collections/index.js';
export * from './metrics/index.js';
export * from './redaction/index.js';
export * from './retry/index.js';
export * from './transcript/index.js';
