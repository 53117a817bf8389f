import { sessionLevelOf } from '@earshot/domain';
import {
  MAX_USER_AGENT_LENGTH,
  type Clock,
  type NewSession,
  type ProviderSession,
  type SessionMethod,
  type SessionStore,
  type User,
  type UserSession,
  type UserStore,
} from '@earshot/ports';
import { hashSecret, newSecretParts, type SecretParts } from '../secret-text.js';
import type { SessionAuthenticator } from '../sessions/session-authenticator.js';
import type { SessionRules } from '../sessions/session-rules.js';
import { unauthenticated } from '../unauthenticated.js';

/** Where somebody signs in. */
export interface SignInPlace {
  readonly address: string;
  readonly userAgent: string;
}

/** A session that has just begun. */
export interface IssuedSession {
  readonly session: UserSession;
  /** For the cookie. Nobody can see it again. */
  readonly parts: SecretParts;
}

export interface SessionIssuerParts {
  readonly users: Pick<UserStore, 'find' | 'noteSignIn'>;
  readonly sessions: Pick<SessionStore, 'add' | 'replace' | 'end' | 'endOfUser'>;
  readonly authenticator: Pick<SessionAuthenticator, 'endSession'>;
  readonly rules: SessionRules;
  readonly clock: Clock;
}

/** Begins and ends sessions. Each sign-in and each step up gets a new id, so that nobody can plant one before. */
export class SessionIssuer {
  constructor(private readonly parts: SessionIssuerParts) {}

  /** Begins a session of an active account. `provider`: null for an account that Earshot keeps. */
  async start(
    user: User,
    method: SessionMethod,
    place: SignInPlace,
    provider: ProviderSession | null = null,
  ): Promise<IssuedSession> {
    const { sessions, rules, users, clock } = this.parts;
    const nowMs = clock.nowMs();
    const times = { createdAtMs: nowMs, expiresAtMs: nowMs + rules.lifetimeMs };
    const level = hasOwnRules(method) ? 'FULL' : sessionLevelOf(user, { ...rules, hasProvenTotp: false });
    const issued = issueSession(user, { ...times, ...place, method, level, provider });
    await sessions.add(issued.stored);
    await users.noteSignIn(user.id, nowMs);
    return issued;
  }

  /**
   * Puts a new session in the place of one whose person has proven more or changed the account. Rejects with `UNAUTHENTICATED`
   * if that has ended meanwhile, or its account is gone or disabled.
   */
  async renew(session: UserSession, hasProvenTotp: boolean): Promise<IssuedSession> {
    const { sessions, rules, users, clock, authenticator } = this.parts;
    const user = await users.find(session.user.tenant, session.userId);
    if (user === null || user.state !== 'ACTIVE') throw unauthenticated();
    const { address, userAgent, method, expiresAtMs, provider } = session;
    const level = hasOwnRules(method) ? session.level : sessionLevelOf(user, { ...rules, hasProvenTotp });
    const times = { createdAtMs: clock.nowMs(), expiresAtMs };
    const issued = issueSession(user, { ...times, address, userAgent, method, level, provider });
    if (!(await sessions.replace(session.id, issued.stored))) throw unauthenticated();
    authenticator.endSession(session.id);
    return issued;
  }

  /** Ends a session. Its sockets close at once here, and within seconds at other gateways. */
  async end({ id, user }: UserSession): Promise<void> {
    await this.parts.sessions.end(user.tenant, id, this.parts.clock.nowMs());
    this.parts.authenticator.endSession(id);
  }

  /** Ends the sessions of an account within seconds, except the one with the id `keep`. */
  async endOfUser(userId: string, keep?: string): Promise<void> {
    await this.parts.sessions.endOfUser(userId, this.parts.clock.nowMs(), keep);
  }
}

/** A provider has its own second factor, and nobody has to prove anything in the demo. */
const hasOwnRules = (method: SessionMethod): boolean => method === 'OIDC' || method === 'DEMO';

function issueSession(
  user: User,
  what: Omit<NewSession, 'id' | 'userId' | 'secretHash'>,
): IssuedSession & { readonly stored: NewSession } {
  const parts = newSecretParts();
  const userAgent = what.userAgent.slice(0, MAX_USER_AGENT_LENGTH);
  const stored = { ...what, userAgent, id: parts.id, userId: user.id, secretHash: hashSecret(parts.secret) };
  return { stored, parts, session: { ...stored, lastUsedAtMs: stored.createdAtMs, user } };
}
