import { BreachedPasswords, createPeople, SessionCookie, type People } from '@earshot/access';
import { endsTls, isLoopback, type ServiceResources } from '@earshot/hosting';
import { Failure, type Logger } from '@earshot/ports';
import type { GatewayConfig } from '../gateway.config.js';

const MINUTE_MS = 60_000;

type PeopleResources = ServiceResources<
  'provisioning' | 'sealer' | 'sessions' | 'signInAttempts' | 'tickets' | 'users'
>;

/** What signs people in; null where nobody has to. Rejects with `Failure` `DEMO_NOT_ALLOWED` or `BREACHED_PASSWORDS_UNUSABLE`. */
export async function openPeople(config: GatewayConfig, resources: PeopleResources): Promise<People | null> {
  const { clock } = resources.process;
  const logger = resources.process.logger.child({ service: 'gateway' });
  requireSafeDemo(config);
  if (config.EARSHOT_AUTH === 'open') return null;
  warnOfWeakAdmins(config, logger);
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
    breached: await openBreachedPasswords(config),
    clock,
    logger,
  });
}

async function openBreachedPasswords(config: GatewayConfig): Promise<BreachedPasswords | null> {
  if (config.EARSHOT_BREACHED_PASSWORDS_FILE === undefined) return null;
  const breached = new BreachedPasswords(config.EARSHOT_BREACHED_PASSWORDS_FILE);
  await breached.requireUsable();
  return breached;
}

/** Where only this machine reaches the gateway, a stolen password opens nothing. */
function warnOfWeakAdmins(config: GatewayConfig, logger: Logger): void {
  const isReachable = !isLoopback(config.EARSHOT_HOST) || endsTls(config);
  if (config.EARSHOT_AUTH !== 'local' || !isReachable || config.EARSHOT_TOTP_ROLES.includes('ADMIN')) return;
  logger.warn(
    { setting: 'EARSHOT_TOTP_ROLES' },
    'a password alone lets an administrator in; add admin to EARSHOT_TOTP_ROLES to demand two-step sign-in',
  );
}

function requireSafeDemo(config: GatewayConfig): void {
  if (!config.EARSHOT_DEMO_ACCOUNTS || isLoopback(config.EARSHOT_HOST)) return;
  throw new Failure(
    'DEMO_NOT_ALLOWED',
    'EARSHOT_DEMO_ACCOUNTS: everybody who reaches this address could sign in without a password. Remove it, or listen on a ' +
      'loopback address.',
  );
}
