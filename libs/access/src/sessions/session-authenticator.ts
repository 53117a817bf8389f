import { timingSafeEqual } from 'node:crypto';
import { sessionLevelOf, type Principal, type SessionLevel } from '@earshot/domain';
import type { AccessRequest, Authenticator, User, UserSession } from '@earshot/ports';
import { hashSecret } from '../secret-text.js';
import { unauthenticated } from '../unauthenticated.js';
import { Watchers } from '../watchers.js';
import type { SessionCookie } from './session-cookie.js';
import type { SessionDirectory } from './session-directory.js';
import type { SessionRules } from './session-rules.js';

/** Authenticates people by the cookie of their session. Only a session of level FULL has a principal. */
export class SessionAuthenticator implements Authenticator {
  /** The session by which each principal was authenticated. */
  private readonly sessionIds = new WeakMap<Principal, string>();
  /** One principal for each session as it was read, because others remember by it what the session may do. */
  private readonly principals = new WeakMap<UserSession, Principal>();
  private readonly watchers = new Watchers();

  constructor(
    readonly cookie: SessionCookie,
    private readonly directory: SessionDirectory,
    private readonly rules: Pick<SessionRules, 'totpRoles'>,
  ) {}

  /** The session of a request, of whatever level; null if it proves none. Rejects with retryable `STORE_UNAVAILABLE`. */
  async findSession(request: AccessRequest): Promise<UserSession | null> {
    const parts = this.cookie.parse(request);
    const session = parts && (await this.directory.findSession(parts.id));
    if (parts === null || session === null) return null;
    if (!timingSafeEqual(hashSecret(parts.secret), session.secretHash)) return null;
    this.directory.noteUse(session.id);
    return session;
  }

  async authenticate(request: AccessRequest): Promise<Principal> {
    const session = await this.findSession(request);
    if (session === null || this.levelOf(session) !== 'FULL') throw unauthenticated();
    return this.principalOf(session);
  }

  /** The level now: an account may have got a role that needs a second factor. A provider has its own rules. */
  levelOf({ level, method, user }: UserSession): SessionLevel {
    if (level !== 'FULL' || method === 'OIDC' || method === 'DEMO') return level;
    return sessionLevelOf(user, { hasProvenTotp: true, totpRoles: this.rules.totpRoles });
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    const id = this.sessionIds.get(principal);
    if (id === undefined) throw new Error('Somebody else authenticated this principal.');
    return this.watchers.add(watchedName(id, principal), onEnd);
  }

  /** Ends a session here that this process ended in the store, and tells its watchers. */
  endSession(id: string): void {
    this.directory.end(id);
    this.endWatched();
  }

  /** Reads the sessions anew, and tells the watchers of those that have ended or whose account has changed. */
  refresh(): Promise<void> {
    const watched = this.watchers.ids.map((name) => splitName(name).id);
    return this.directory.refresh(watched).finally(() => this.endWatched());
  }

  private endWatched(): void {
    this.watchers.endAll((name) => {
      const { id, account } = splitName(name);
      const session = this.directory.knownSession(id);
      if (session === null || this.levelOf(session) !== 'FULL') return true;
      return accountText(principalOfSession(session)) !== account;
    });
  }

  private principalOf(session: UserSession): Principal {
    const known = this.principals.get(session);
    if (known !== undefined) return known;
    const principal = principalOfSession(session);
    this.principals.set(session, principal);
    this.sessionIds.set(principal, session.id);
    return principal;
  }
}

/** The principal of a person. */
export const principalOfUser = (user: User, expiresAtMs: number | null): Principal => ({
  key: `user:${user.id}`,
  tenant: user.tenant,
  subject: user.displayName ?? user.name,
  kind: 'USER',
  roles: user.roles,
  agentId: user.agentId,
  teams: user.teams,
  queues: user.queues,
  sources: [],
  expiresAtMs,
});

const principalOfSession = ({ user, expiresAtMs }: UserSession): Principal => principalOfUser(user, expiresAtMs);

const accountText = (principal: Principal): string => JSON.stringify(principal);

/** A socket is watched under its session and the account as it was. */
const watchedName = (id: string, principal: Principal): string => `${id} ${accountText(principal)}`;

function splitName(name: string): { readonly id: string; readonly account: string } {
  const at = name.indexOf(' ');
  return { id: name.slice(0, at), account: name.slice(at + 1) };
}
