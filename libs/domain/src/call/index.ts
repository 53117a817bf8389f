export * from './call-transitions.js';
export * from './channel-ledger.js';
export * from './ledger-view.js';
export * from './span-set.js';
