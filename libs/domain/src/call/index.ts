export * from './call-status.js';
export * from './channel-ledger.js';
export * from './ledger-view.js';
export * from './span-set.js';
