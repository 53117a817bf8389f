export { createCallStore, type PostgresCalls } from './create-call-store.js';
export type { DatabaseOptions as CallStoreOptions } from './database.js';
export { seedCalls, type Seeding } from './calls/seed/seed-calls.js';
