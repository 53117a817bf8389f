import { openPostgres } from '@earshot/postgres';
import { createLogger, loadConfig, systemClock } from '@earshot/runtime';
import { serviceProcessConfigSchema } from './hosting.config.js';
import { runUntilStopped } from './run-until-stopped.js';
import { waitUntilAvailable } from './wait-until-available.js';

const migrationConfigSchema = serviceProcessConfigSchema.pick({
  DATABASE_URL: true,
  EARSHOT_LOG_LEVEL: true,
  EARSHOT_LOG_FORMAT: true,
});

/** Creates or updates the tables as the role that owns them, grants the roles of the services what they need, and ends. */
export const runMigration = (env: NodeJS.ProcessEnv): Promise<void> =>
  runUntilStopped('migration', async (signal) => {
    const config = loadConfig(migrationConfigSchema, env);
    const logger = createLogger({ level: config.EARSHOT_LOG_LEVEL, format: config.EARSHOT_LOG_FORMAT });
    const stores = openPostgres({ url: config.DATABASE_URL, poolSize: 2, logger });
    try {
      await waitUntilAvailable(() => stores.migrate(), { clock: systemClock, logger, signal, what: 'the database' });
    } finally {
      await stores.close();
    }
  });
