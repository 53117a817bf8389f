import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { persistenceConfigSchema, type PersistenceConfig } from './persistence.config.js';
import { PersistenceModule } from './persistence.module.js';

/** Starts persistence in a process, alone or with other services. */
export async function startPersistence(
  config: PersistenceConfig,
  resources: ServiceResources<
    | 'audioRemovals'
    | 'auditWriter'
    | 'callStore'
    | 'deadLetters'
    | 'erasureQueue'
    | 'recordings'
    | 'retention'
    | 'sealer'
  >,
): Promise<StartedService> {
  const {
    callStore: store,
    deadLetters,
    erasureQueue,
    recordings,
    retention,
    audioRemovals,
    auditWriter,
    sealer,
  } = resources;
  const adapters = { store, deadLetters, erasureQueue, recordings, retention, audioRemovals, auditWriter, sealer };
  const running = await startService({
    name: 'persistence',
    module: PersistenceModule.forRoot(config, resources.process, adapters),
    process: resources.process,
    sealer,
  });
  return { close: () => running.close(), facts: {} };
}

/** Persistence as a program of its own. */
export const persistenceProgram = serviceProgram({
  name: 'persistence',
  schema: persistenceConfigSchema,
  needs: [
    'audioRemovals',
    'auditWriter',
    'callStore',
    'deadLetters',
    'erasureQueue',
    'recordings',
    'retention',
    'sealer',
  ],
  opensCalls: false,
  start: startPersistence,
});
