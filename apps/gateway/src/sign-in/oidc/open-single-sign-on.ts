import {
  createSingleSignOn,
  oidcSettings,
  singleSignOnSettings,
  type People,
  type SingleSignOn,
} from '@earshot/access';
import type { ServiceResources } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import type { GatewayConfig } from '../../gateway.config.js';
import { RequestGuard } from '../../platform/http/request-guard.js';

/** What signs people of a provider in; null where none does. Throws `Failure` `SETTING_INVALID`. */
export function openSingleSignOn(
  config: GatewayConfig,
  people: People | null,
  resources: ServiceResources<'sealer'>,
): SingleSignOn | null {
  if (config.EARSHOT_AUTH !== 'oidc' || people === null) return null;
  requireReachablePage(config);
  const { clock, logger } = resources.process;
  const oidc = oidcSettings(config);
  return createSingleSignOn({
    oidc,
    settings: singleSignOnSettings(config, oidc.issuer),
    people,
    sealer: resources.sealer,
    clock,
    logger: logger.child({ service: 'gateway' }),
  });
}

/** Refuses an address to which the provider would lead back in vain. Throws `Failure` `SETTING_INVALID`. */
export function requireReachablePage(config: GatewayConfig): void {
  const { EARSHOT_PUBLIC_URL: url } = config;
  if (url === undefined) return;
  const { host } = new URL(url);
  if (new RequestGuard(config).checkHost({ headers: { host } }) === null) return;
  throw new Failure('SETTING_INVALID', 'EARSHOT_PUBLIC_URL: name its origin in EARSHOT_ALLOWED_ORIGINS, too');
}
