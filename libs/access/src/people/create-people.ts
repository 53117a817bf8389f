import type {
  AttemptStore,
  Clock,
  Logger,
  ProvisioningStore,
  Sealer,
  SessionStore,
  TicketStore,
  UserStore,
} from '@earshot/ports';
import type { BreachedPasswords } from '../passwords/breached-passwords.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { TotpSecrets } from '../second-factor/totp-secrets.js';
import { SessionAuthenticator } from '../sessions/session-authenticator.js';
import type { SessionCookie } from '../sessions/session-cookie.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import type { SessionRules } from '../sessions/session-rules.js';
import { Accounts } from './accounts.js';
import { AttemptGuard } from './attempt-guard.js';
import { PasswordChange } from './password-change.js';
import { PasswordSignIn } from './password-sign-in.js';
import { ProvisionedAccounts } from './provisioned-accounts.js';
import { SecondFactor } from './second-factor.js';
import { SessionIssuer } from './session-issuer.js';
import { TicketSignIn } from './ticket-sign-in.js';

/** Where people, their sessions and their attempts are kept. */
export interface PeopleStores {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tickets: TicketStore;
  readonly signInAttempts: AttemptStore;
  readonly provisioning: ProvisioningStore;
}

export interface PeopleParts {
  readonly stores: PeopleStores;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly rules: SessionRules;
  readonly cookie: SessionCookie;
  /** Null: no file of breached passwords. */
  readonly breached: BreachedPasswords | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that signs people in and changes their accounts. */
export interface People {
  readonly stores: PeopleStores;
  readonly rules: SessionRules;
  readonly cookie: SessionCookie;
  readonly authenticator: SessionAuthenticator;
  readonly issuer: SessionIssuer;
  readonly guard: AttemptGuard;
  readonly passwords: PasswordSignIn;
  readonly secondFactor: SecondFactor;
  readonly passwordChange: PasswordChange;
  readonly tickets: TicketSignIn;
  readonly accounts: Accounts;
  readonly provisionedAccounts: ProvisionedAccounts;
}

export function createPeople(parts: PeopleParts): People {
  const { stores, sealer, rules, cookie, breached, clock, logger } = parts;
  const { users, sessions, tickets, provisioning } = stores;
  const directory = new SessionDirectory(sessions, rules, clock, logger);
  const authenticator = new SessionAuthenticator(cookie, directory, rules);
  const issuer = new SessionIssuer({ users, sessions, authenticator, rules, clock });
  const guard = new AttemptGuard(stores.signInAttempts, clock);
  const hasher = new PasswordHasher();
  const policy = new PasswordPolicy(breached);
  const passwords = new PasswordSignIn({ users, sessions, issuer, guard, hasher, clock });
  const secrets = new TotpSecrets(sealer);
  const accounts = new Accounts({ users, sessions, tickets, policy, hasher, clock });
  return {
    ...{ stores, rules, cookie, authenticator, issuer, guard, passwords },
    secondFactor: new SecondFactor({ users, issuer, guard, secrets, passwords, rules, clock }),
    passwordChange: new PasswordChange({ users, tickets, issuer, passwords, policy, hasher }),
    tickets: new TicketSignIn({ users, tickets, issuer, policy, hasher, rules, clock }),
    accounts,
    provisionedAccounts: new ProvisionedAccounts({ users, accounts, provisioning, clock }),
  };
}
