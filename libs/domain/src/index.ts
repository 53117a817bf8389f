export * from './audio/index.js';
export * from './call/index.js';
export * from './enrichment/index.js';
export * from './transcript/index.js';
