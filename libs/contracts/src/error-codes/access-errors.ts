import type { ErrorTable } from './error-meaning.js';

/** Why somebody gets no access, and errors of keys and teams. */
export const accessErrors = {
  UNAUTHENTICATED: {
    means:
      'The request has no valid access key, access token or session. It got HTTP 401, or its WebSocket was closed with 4401.',
    todo: 'Sign in, or send a key as Authorization: Bearer KEY. npm run access makes one: docs/how-to/give-access.md.',
  },
  IDENTITY_PROVIDER_UNAVAILABLE: {
    means:
      'The OpenID Connect provider does not answer, so nobody can sign in, and no token with a new key can be checked.',
    todo: 'Look at EARSHOT_OIDC_ISSUER and at the network to it. Earshot tries again by itself; who is signed in stays so.',
  },
  PROVIDER_REFUSED: {
    means:
      'The OpenID Connect provider did not let somebody in, or its answer was not for this sign-in: another provider, a used code, a wrong signature.',
    todo: 'Let the person sign in again. If everybody is refused, look at the log of the gateway, the client at the provider and its secret.',
  },
  SIGN_IN_NOT_BEGUN: {
    means:
      'The OpenID Connect provider led a browser back to a sign-in that this browser did not begin, that was used, or that took longer than ten minutes.',
    todo: 'Sign in again. If everybody sees it, EARSHOT_PUBLIC_URL is not the address that browsers use.',
  },
  ROLE_MISSING: {
    means: 'The OpenID Connect provider let somebody in whose groups have no role in Earshot.',
    todo: 'Put the person into a group of EARSHOT_OIDC_ROLES, or look at EARSHOT_OIDC_ROLES_CLAIM. An agent also needs EARSHOT_OIDC_AGENT_CLAIM.',
  },
  EMAIL_NOT_ALLOWED: {
    means: 'Somebody has no verified e-mail address of a domain in EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS.',
    todo: 'Verify the address at the provider, or add the domain.',
  },
  ACCOUNT_DISABLED: {
    means: 'Somebody whom the OpenID Connect provider let in has an account that is disabled in Earshot.',
    todo: 'npm run access -- enable-user lets the person in again.',
  },
  LOGOUT_REFUSED: {
    means: 'A request to end the sessions of a person had no valid logout token of the OpenID Connect provider.',
    todo: 'If the provider sent it, compare EARSHOT_OIDC_ISSUER and EARSHOT_OIDC_CLIENT_ID with it, and the clocks.',
  },
  CALL_OF_ANOTHER: {
    means:
      'A client started a call whose id is that of a call of another key. Ingest refused it in the words for a call that is over, so that the client learns nothing.',
    todo: 'The log of ingest names the key. If it is no attack, let each source use ids of its own.',
  },
  FORBIDDEN: {
    means: 'You may see this, but you may not do it.',
    todo: 'Ask an administrator for a role that may.',
  },
  AUDIT_UNAVAILABLE: {
    means: 'The gateway could not record who asked for this, so it did not answer.',
    todo: 'Look at the message bus, and at persistence, which reads calls.audit-trail. Earshot continues by itself.',
  },
  AUDIT_BROKEN: {
    means: 'A row of the audit was changed or removed after it was written.',
    todo: 'Compare the table audit_trail with a backup or an export. The message names the first row that does not fit.',
  },
  SIGN_IN_REFUSED: {
    means: 'The name or the password is wrong, or the account is disabled. The answer does not say which.',
    todo: 'An administrator sees the account with npm run access -- list-users, and can reset its password.',
  },
  SIGN_IN_LOCKED: {
    means:
      'There were too many failed sign-ins with this name or from this address, or too many wrong codes. The lock lasts 1 minute, then 2, 4, 8 and 15.',
    todo: 'Wait as long as Retry-After says. Others can still sign in. If nobody of yours failed, somebody guesses passwords: look at the audit.',
  },
  SIGN_IN_BUSY: {
    means: 'More than 50 sign-ins wait at one gateway.',
    todo: 'Try again. If it lasts, somebody floods the sign-in: look at the audit for the addresses.',
  },
  CODE_REFUSED: {
    means: 'The code of the second factor, or the recovery code, is wrong or was used.',
    todo: 'Wait for the next code. If no code works, set the clock of the phone. An administrator can remove a lost second factor.',
  },
  TICKET_REFUSED: {
    means: 'A one-time link was used, is older than 24 hours, or was replaced by a newer one.',
    todo: 'Ask an administrator for a new one. For the first administrator: npm run access -- first-admin.',
  },
  PASSWORD_TOO_SHORT: { means: 'A password has fewer than 12 characters.', todo: 'Use several words.' },
  PASSWORD_TOO_LONG: { means: 'A password has more than 256 characters.', todo: 'Use a shorter one.' },
  PASSWORD_TOO_COMMON: {
    means: 'A password is easy to guess: it is common, or made of the name, a date, or keys in a row.',
    todo: 'Use several words that do not belong together.',
  },
  PASSWORD_BREACHED: {
    means: 'A password is in the file of EARSHOT_BREACHED_PASSWORDS_FILE.',
    todo: 'Use another one, also elsewhere.',
  },
  BREACHED_PASSWORDS_UNUSABLE: {
    means:
      'EARSHOT_BREACHED_PASSWORDS_FILE cannot be read, or it is no list of SHA-1 hashes. The gateway did not start.',
    todo: 'Correct the path or the rights of the file, or remove the setting.',
  },
  PASSWORD_REUSED: { means: 'The new password is the current one.', todo: 'Use another one.' },
  PASSWORD_WRONG: {
    means: 'The current password that came with a new one is wrong.',
    todo: 'Try again, or ask an administrator to reset it.',
  },
  TOTP_IS_ON: {
    means: 'Two-step sign-in is on, and somebody tried to set it up again.',
    todo: 'Switch it off first. An administrator can do it, too: npm run access -- reset-totp.',
  },
  TOTP_NEEDED: {
    means: 'A role of this account needs two-step sign-in (EARSHOT_TOTP_ROLES), so it cannot be switched off.',
    todo: 'Nothing. An administrator can remove a lost second factor.',
  },
  SESSION_NOT_FOUND: {
    means: 'There is no open session with this id.',
    todo: 'Nothing: it has ended.',
  },
  USER_NOT_FOUND: {
    means: 'There is no account with this id or name.',
    todo: 'npm run access -- list-users shows the accounts.',
  },
  ADMIN_EXISTS: {
    means: 'There is an administrator, so nobody gets a link for the first one.',
    todo: 'Make others with npm run access -- create-user --role admin.',
  },
  DEMO_NOT_ALLOWED: {
    means: 'EARSHOT_DEMO_ACCOUNTS is on, and others can reach this address. The gateway did not start.',
    todo: 'Remove EARSHOT_DEMO_ACCOUNTS, or listen on a loopback address.',
  },
  NAME_TAKEN: {
    means: 'Another account has this sign-in name. Letter case does not count.',
    todo: 'Choose another name.',
  },
  LAST_ADMIN: {
    means: 'The change would leave nobody who may manage Earshot.',
    todo: 'Give another account the role admin first.',
  },
  TOO_MANY_USERS: {
    means: 'There are 100,000 accounts, and that is the limit.',
    todo: 'Report a bug if you need more.',
  },
  GROUP_NOT_FOUND: {
    means: 'There is no group with this id.',
    todo: 'Let the identity provider push the group again.',
  },
  TOO_MANY_GROUPS: {
    means: 'The identity provider has pushed 5,000 groups, and that is the limit.',
    todo: 'Push only the groups that give a role or are a team: docs/how-to/provision-people.md.',
  },
  KEY_NOT_FOUND: {
    means: 'There is no usable key with this id.',
    todo: 'npm run access -- list-keys shows the ids. A revoked or expired key stays so; make a new one.',
  },
  TOO_MANY_KEYS: { means: '10,000 keys are usable, and that is the limit.', todo: 'Revoke keys that nobody needs.' },
  TOO_MANY_MEMBERS: {
    means:
      'All teams together have 100,000 members, or all groups of the identity provider 200,000, and that is the limit.',
    todo: 'Remove agents who left their team, or push fewer groups.',
  },
} as const satisfies ErrorTable;
