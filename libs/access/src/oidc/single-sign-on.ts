import type { Clock, Logger, Sealer } from '@earshot/ports';
import { ClientSecretBasic, None } from 'openid-client';
import type { People } from '../people/create-people.js';
import { CodeFlow } from './code-flow.js';
import type { OidcSettings } from './oidc.config.js';
import { OidcProvider } from './oidc-provider.js';
import { PendingSignIns } from './pending-sign-ins.js';
import { ProviderAccounts } from './provider-accounts.js';
import { ProviderLogouts } from './provider-logouts.js';
import { ProviderSessions } from './provider-sessions.js';
import type { SingleSignOnSettings } from './single-sign-on.config.js';

export interface SingleSignOnParts {
  readonly oidc: OidcSettings;
  readonly settings: SingleSignOnSettings;
  readonly people: People;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that signs people of a provider in and out. */
export interface SingleSignOn {
  readonly settings: SingleSignOnSettings;
  readonly provider: OidcProvider;
  readonly pending: PendingSignIns;
  readonly flow: CodeFlow;
  readonly sessions: ProviderSessions;
  readonly logouts: ProviderLogouts;
}

export function createSingleSignOn({ oidc, settings, people, sealer, clock, logger }: SingleSignOnParts): SingleSignOn {
  const { issuer, clientId, rules } = oidc;
  const { users, sessions: store, provisioning } = people.stores;
  const clientAuthentication = settings.clientSecret === null ? None() : ClientSecretBasic(settings.clientSecret);
  const provider = new OidcProvider(oidc, { clock, logger, clientAuthentication });
  const flow = new CodeFlow({ issuer, scopes: settings.scopes }, provider, clock);
  const accounts = new ProviderAccounts({ issuer, rules, users, provisioning, sessions: store, clock });
  const sessions = new ProviderSessions({
    issuer,
    flow,
    accounts,
    sessions: people.issuer,
    store,
    sealer,
    clock,
    logger,
  });
  const { authenticator } = people;
  return {
    ...{ settings, provider, flow, sessions },
    pending: new PendingSignIns(people.cookie.withTls, sealer, clock),
    logouts: new ProviderLogouts({ issuer, clientId, provider, users, sessions: store, authenticator, clock }),
  };
}
