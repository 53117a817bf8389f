import { KeyAuthenticator, KeyDirectory, openAuthenticator, REFRESH_KEYS_EVERY_MS } from '@earshot/access';
import type { Authenticator, Clock, KeyStore, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';
import type { ShutdownSteps } from './shutdown-steps.js';

export interface AuthenticationTools {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shutdown: ShutdownSteps;
}

/** Builds what `EARSHOT_AUTH` names. With keys, it reads them now and every two seconds until the shutdown. */
export async function openAuthentication(
  { EARSHOT_AUTH }: Pick<ProcessConfig, 'EARSHOT_AUTH'>,
  store: KeyStore,
  { clock, logger, shutdown }: AuthenticationTools,
): Promise<Authenticator> {
  if (EARSHOT_AUTH === 'open') return openAuthenticator;
  const directory = new KeyDirectory(store, clock, logger);
  const authenticator = new KeyAuthenticator(directory);
  // A key may expire while the database does not answer.
  const refresh = (): Promise<void> => directory.refresh().finally(() => authenticator.endWatched());
  const logFailure = (error: unknown): void =>
    logger.warn({ err: error }, 'could not read the access keys; trying again');
  await refresh().catch(logFailure);
  const refreshes = new PeriodicTask(clock, REFRESH_KEYS_EVERY_MS, refresh, logFailure);
  refreshes.start();
  shutdown.add(() => refreshes.stop());
  return authenticator;
}
