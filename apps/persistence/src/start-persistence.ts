import { serviceProgram, type ServiceHost, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { persistenceConfigSchema, type PersistenceConfig } from './persistence.config.js';
import { PersistenceModule } from './persistence.module.js';

/** Persistence in a process, alone or with others. */
export async function startPersistence(config: PersistenceConfig, host: ServiceHost): Promise<StartedService> {
  const { store, deadLetters } = host.stores;
  const adapters = { store, deadLetters, recordings: host.recordings };
  const running = await startService({
    name: 'persistence',
    module: PersistenceModule.forRoot(config, host.process, adapters),
    process: host.process,
  });
  return { close: () => running.close(), facts: {} };
}

/** Persistence as a program of its own. */
export const persistenceProgram = serviceProgram({
  name: 'persistence',
  schema: persistenceConfigSchema,
  opensCalls: false,
  start: startPersistence,
});
