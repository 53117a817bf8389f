export { persistenceConfigSchema, type PersistenceConfig } from './persistence.config.js';
export { PersistenceModule } from './persistence.module.js';
export type { PersistenceAdapters } from './persistence.js';
export { persistenceProgram, startPersistence } from './start-persistence.js';
