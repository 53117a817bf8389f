export type { Login } from './database-url.js';
export { findEmbeddedPostgres } from './find-embedded-postgres.js';
export { workOnDatabase } from './locate-database.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres.js';
