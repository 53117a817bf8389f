export * from './call-status.js';
export * from './ledger-view.js';
export * from './span-set.js';
export * from './track-ledger.js';
export * from './track-timeline.js';
export * from './metadata.js';
