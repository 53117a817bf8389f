export { openPostgres, type PostgresStores } from './open-postgres.js';
export type { DatabaseOptions as CallStoreOptions } from './database.js';
export { seedCalls, type Seeding } from './calls/seed/seed-calls.js';
