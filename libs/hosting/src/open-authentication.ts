import {
  BearerAuthenticator,
  DisabledPeople,
  KeyAuthenticator,
  KeyDirectory,
  openAuthenticator,
  OidcProvider,
  oidcSettings,
  REFRESH_DISABLED_EVERY_MS,
  REFRESH_KEYS_EVERY_MS,
  REFRESH_PROVIDER_EVERY_MS,
  TokenAuthenticator,
  type OidcConfig,
} from '@earshot/access';
import type { Authenticator, Clock, KeyStore, Logger, UserStore } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';
import type { ShutdownSteps } from './shutdown-steps.js';

export interface AuthenticationTools {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shutdown: ShutdownSteps;
}

export interface AuthenticationStores {
  readonly accessKeys: KeyStore;
  readonly users: Pick<UserStore, 'listDisabled'>;
}

/**
 * Builds what `EARSHOT_AUTH` names. It reads keys and disabled people every two seconds, and what the identity provider
 * publishes every few minutes, until the shutdown. Rejects with `Failure` `SETTING_INVALID`.
 */
export async function openAuthentication(
  config: Pick<ProcessConfig, 'EARSHOT_AUTH'> & OidcConfig,
  { accessKeys, users }: AuthenticationStores,
  tools: AuthenticationTools,
): Promise<Authenticator> {
  if (config.EARSHOT_AUTH === 'open') return openAuthenticator;
  const tokens = config.EARSHOT_AUTH === 'oidc' ? await openTokens(config, users, tools) : null;
  const keys = await openKeyAuthentication(accessKeys, tools);
  return tokens === null ? keys : new BearerAuthenticator(keys, tokens);
}

async function openKeyAuthentication(
  store: KeyStore,
  { clock, logger, shutdown }: AuthenticationTools,
): Promise<Authenticator> {
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

/**
 * A provider that is away does not stop the start, and neither does the database: tokens are refused with a code that says so until
 * both have answered once.
 */
async function openTokens(
  config: OidcConfig,
  users: AuthenticationStores['users'],
  { clock, logger, shutdown }: AuthenticationTools,
): Promise<Authenticator> {
  const settings = oidcSettings(config);
  const provider = new OidcProvider(settings, { clock, logger });
  const disabled = new DisabledPeople(users);
  const authenticator = new TokenAuthenticator(settings, provider, disabled, clock);
  const endWatched = (): void => authenticator.endWatched();
  const logFailure = (error: unknown): void =>
    logger.error({ err: error }, 'could not end what old tokens opened; trying again');
  const logStoreFailure = (error: unknown): void =>
    logger.warn({ err: error }, 'could not read who is disabled; trying again');
  await Promise.all([provider.refreshWhenDue(), disabled.refresh().catch(logStoreFailure)]);
  const refreshes = [
    new PeriodicTask(clock, REFRESH_PROVIDER_EVERY_MS, () => provider.refreshWhenDue().finally(endWatched), logFailure),
    new PeriodicTask(clock, REFRESH_DISABLED_EVERY_MS, () => disabled.refresh().then(endWatched), logStoreFailure),
  ];
  for (const task of refreshes) task.start();
  shutdown.add(async () => void (await Promise.all(refreshes.map((task) => task.stop()))));
  return authenticator;
}
