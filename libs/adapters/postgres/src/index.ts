export { seedCalls, type SeedOptions } from './calls/seed/seed-calls.js';
export type { DatabaseOptions } from './database.js';
export { openPostgres, type PostgresStores } from './open-postgres.js';
export { serviceRole } from './roles/grant-service-roles.js';
export { tableGrants } from './roles/table-grants.js';
export type {
  ProcessIdentity,
  SettingDifference,
  SharedSettingsStore,
} from './shared-settings/postgres-shared-settings.js';
