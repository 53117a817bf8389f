export { findCallKey, prepareCallKey } from './call-key-file.js';
export { makeKey, makeReplacement, requireKey, revokeKey, storeReplacement, type KeyRotation } from './change-keys.js';
export { chooseProtocol, credentialOf, KEY_PROTOCOL } from './credential.js';
export { issueKey, type IssuedKey, type KeyGrant } from './issue-key.js';
export { KeyAuthenticator } from './key-authenticator.js';
export { KeyDirectory, REFRESH_KEYS_EVERY_MS } from './key-directory.js';
export { findGrantProblem, isName, MAX_KEY_LIFE_MS, MAX_NAME_LENGTH } from './key-grant-problem.js';
export { parseKey } from './key-text.js';
export { openAuthenticator } from './open-authenticator.js';
export { BreachedPasswords } from './passwords/breached-passwords.js';
export { PasswordHasher } from './passwords/password-hasher.js';
export { PasswordPolicy } from './passwords/password-policy.js';
export { Accounts, newUser, type AccountGrant, type InvitedUser } from './people/accounts.js';
export { createPeople, type People, type PeopleStores } from './people/create-people.js';
export { groupGrants, type GroupRules } from './people/group-grants.js';
export { issueTicket, ticketPath, TICKET_LIFETIME_MS, type IssuedTicket } from './people/issue-ticket.js';
export type { AttemptPlace } from './people/password-sign-in.js';
export { ProvisionedAccounts, type ProvisionedGrant } from './people/provisioned-accounts.js';
export { type IssuedSession, type SessionIssuer, type SignInPlace } from './people/session-issuer.js';
export { LockedOut, ticketRefused } from './people/sign-in-refusals.js';
export { CombinedAuthenticator } from './sessions/combined-authenticator.js';
export { principalOfUser, SessionAuthenticator } from './sessions/session-authenticator.js';
export { SessionCookie } from './sessions/session-cookie.js';
export { REFRESH_SESSIONS_EVERY_MS, SessionDirectory } from './sessions/session-directory.js';
export type { SessionRules } from './sessions/session-rules.js';
export { newAccessId } from './secret-text.js';
export { unauthenticated } from './unauthenticated.js';
export { DisabledPeople, REFRESH_DISABLED_EVERY_MS } from './oidc/disabled-people.js';
export { BearerAuthenticator } from './oidc/bearer-authenticator.js';
export {
  groupRolesSetting,
  oidcConfigSchema,
  oidcSettings,
  type ClaimGrant,
  type OidcConfig,
  type OidcSettings,
} from './oidc/oidc.config.js';
export { CALLBACK_PATH, type ProvidedIdentity } from './oidc/code-flow.js';
export { singleSignOnConfigSchema, singleSignOnSettings } from './oidc/single-sign-on.config.js';
export { createSingleSignOn, type SingleSignOn } from './oidc/single-sign-on.js';
export { OidcProvider, REFRESH_PROVIDER_EVERY_MS } from './oidc/oidc-provider.js';
export { TokenAuthenticator } from './oidc/token-authenticator.js';
