import { Failure, type TicketStore, type UserSession, type UserStore } from '@earshot/ports';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { unauthenticated } from '../unauthenticated.js';
import type { AttemptPlace, PasswordSignIn } from './password-sign-in.js';
import type { IssuedSession, SessionIssuer } from './session-issuer.js';

export interface PasswordChangeParts {
  readonly users: Pick<UserStore, 'findCredentials' | 'setPassword'>;
  readonly tickets: Pick<TicketStore, 'endOfUser'>;
  readonly issuer: Pick<SessionIssuer, 'renew' | 'endOfUser'>;
  readonly passwords: Pick<PasswordSignIn, 'provePassword'>;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
}

/** Changes the password of a person who is signed in, and ends the other sessions and links of the account. */
export class PasswordChange {
  constructor(private readonly parts: PasswordChangeParts) {}

  /**
   * `current`: null after a one-time link, which stands for the password. Rejects with `Failure` `PASSWORD_WRONG`,
   * `PASSWORD_REUSED` or `FORBIDDEN`, and as `PasswordPolicy.requireGoodPassword` and `PasswordSignIn.signIn`.
   */
  async changePassword(
    session: UserSession,
    current: string | null,
    next: string,
    place: AttemptPlace,
  ): Promise<IssuedSession> {
    const { users, tickets, issuer, policy, hasher } = this.parts;
    if (session.level !== 'FULL' && session.level !== 'PASSWORD_CHANGE') throw unauthenticated();
    if (session.method === 'OIDC' || session.method === 'DEMO')
      throw new Failure('FORBIDDEN', 'Earshot does not keep the password of this account.');
    if (!cameByLink(session)) await this.proveCurrent(session, current, place);
    const credentials = await users.findCredentials(session.userId);
    if (credentials?.passwordHash != null && (await hasher.verifyPassword(credentials.passwordHash, next)))
      throw new Failure('PASSWORD_REUSED', 'This is the password that you have now. Use another one.');
    await policy.requireGoodPassword(next, session.user);
    await users.setPassword(session.userId, await hasher.hashPassword(next), false);
    await tickets.endOfUser(session.userId);
    await issuer.endOfUser(session.userId, session.id);
    return issuer.renew(session, true);
  }

  private async proveCurrent(session: UserSession, current: string | null, place: AttemptPlace): Promise<void> {
    await this.parts.passwords.provePassword(session.user, current ?? '', place).catch((error: unknown) => {
      const isWrong = error instanceof Failure && error.code === 'SIGN_IN_REFUSED';
      throw isWrong ? new Failure('PASSWORD_WRONG', 'Your current password is another one.') : error;
    });
  }
}

const cameByLink = ({ method, level }: UserSession): boolean =>
  method === 'ONE_TIME_LINK' && level === 'PASSWORD_CHANGE';
