import { foldUserName } from '@earshot/domain';
import type { Clock, SessionStore, User, UserStore } from '@earshot/ports';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { AttemptGuard } from './attempt-guard.js';
import type { IssuedSession, SessionIssuer, SignInPlace } from './session-issuer.js';
import { signInRefused } from './sign-in-refusals.js';

/** An address from which the person signed in within so long is known. */
const KNOWN_ADDRESS_MS = 30 * 24 * 3_600_000;
/** Takes the place of an account that does not exist: looking it up takes as long. */
const NOBODY = 'nobody';

/** Where an attempt comes from. `clientKey`: whom its limits count for, such as a network. */
export interface AttemptPlace extends SignInPlace {
  readonly clientKey: string;
}

export interface PasswordSignInParts {
  readonly users: Pick<UserStore, 'findByName' | 'findCredentials'>;
  readonly sessions: Pick<SessionStore, 'hasSignedInAt'>;
  readonly issuer: Pick<SessionIssuer, 'start'>;
  readonly guard: AttemptGuard;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

/** Signs people in by name and password, and checks the password again before a change of the account. */
export class PasswordSignIn {
  constructor(private readonly parts: PasswordSignInParts) {}

  /** Rejects with `Failure` `SIGN_IN_REFUSED`, `LockedOut`, or retryable `SIGN_IN_BUSY` or `STORE_UNAVAILABLE`. */
  async signIn(tenant: string, name: string, password: string, place: AttemptPlace): Promise<IssuedSession> {
    const user = await this.parts.users.findByName(tenant, name);
    const proven = await this.prove(user, name, password, place);
    return this.parts.issuer.start(proven, 'PASSWORD', place);
  }

  /** Resolves when the password is that of the account. Rejects as `signIn`. */
  async provePassword(user: User, password: string, place: AttemptPlace): Promise<void> {
    await this.prove(user, user.name, password, place);
  }

  private async prove(user: User | null, name: string, password: string, place: AttemptPlace): Promise<User> {
    const { users, sessions, guard, hasher, clock } = this.parts;
    const id = user?.id ?? NOBODY;
    const isKnown = await sessions.hasSignedInAt(id, place.address, clock.nowMs() - KNOWN_ADDRESS_MS);
    return guard.guardPassword(foldUserName(name), place.clientKey, isKnown, async () => {
      const credentials = await users.findCredentials(id);
      const isRight = await hasher.verifyPassword(credentials?.passwordHash ?? null, password);
      if (!isRight || user === null || user.state !== 'ACTIVE') throw signInRefused();
      return user;
    });
  }
}
