import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { openNotifier } from '@earshot/outbound';
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
    | 'notifications'
    | 'recordings'
    | 'retention'
    | 'sealer'
  >,
): Promise<StartedService> {
  const {
    callStore: store,
    deadLetters,
    erasureQueue,
    notifications,
    recordings,
    retention,
    audioRemovals,
    auditWriter,
    sealer,
  } = resources;
  const notifier = await openNotifier(config, resources.process.clock);
  const cleaning = { deadLetters, erasureQueue, retention, audioRemovals };
  const adapters = { store, recordings, auditWriter, sealer, notifications, notifier, ...cleaning };
  const running = await startService({
    name: 'persistence',
    module: PersistenceModule.forRoot(config, resources.process, adapters),
    process: resources.process,
    sealer,
  });
  return { close: () => running.close().finally(() => notifier?.close()), facts: {} };
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
    'notifications',
    'recordings',
    'retention',
    'sealer',
  ],
  opensCalls: false,
  start: startPersistence,
});
