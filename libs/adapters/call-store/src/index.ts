export { createCallStore, type PostgresCalls } from './create-call-store.js';
export type { DatabaseOptions as CallStoreOptions } from './database.js';
export * from './embedded-postgres/index.js';
export { seedCalls, type Seeding } from './seed/seed-calls.js';
