import { createPeople, SessionCookie, type People } from '@earshot/access';
import { endsTls, isLoopback, type ServiceResources } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import type { GatewayConfig } from '../gateway.config.js';

const MINUTE_MS = 60_000;

type PeopleResources = ServiceResources<'sealer' | 'sessions' | 'signInAttempts' | 'tickets' | 'users'>;

/** What signs people in; null where nobody has to. Throws `Failure` `DEMO_NOT_ALLOWED`. */
export function openPeople(config: GatewayConfig, resources: PeopleResources): People | null {
  const { clock, logger } = resources.process;
  requireSafeDemo(config);
  if (config.EARSHOT_AUTH === 'open') return null;
  return createPeople({
    stores: resources,
    sealer: resources.sealer,
    rules: {
      lifetimeMs: config.EARSHOT_SESSION_HOURS * 60 * MINUTE_MS,
      idleLimitMs: config.EARSHOT_SESSION_IDLE_MINUTES * MINUTE_MS,
      totpRoles: config.EARSHOT_TOTP_ROLES,
      allowsDemo: config.EARSHOT_DEMO_ACCOUNTS,
    },
    cookie: new SessionCookie(endsTls(config)),
    breachedFile: config.EARSHOT_BREACHED_PASSWORDS_FILE,
    clock,
    logger: logger.child({ service: 'gateway' }),
  });
}

function requireSafeDemo(config: GatewayConfig): void {
  if (!config.EARSHOT_DEMO_ACCOUNTS || isLoopback(config.EARSHOT_HOST)) return;
  throw new Failure(
    'DEMO_NOT_ALLOWED',
    'EARSHOT_DEMO_ACCOUNTS: everybody who reaches this address could sign in without a password. Remove it, or listen on a ' +
      'loopback address.',
  );
}
