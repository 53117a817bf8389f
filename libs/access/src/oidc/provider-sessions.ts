import type { Clock, Logger, Sealer, SessionStore, UserSession } from '@earshot/ports';
import { Failure } from '@earshot/ports';
import type { IssuedSession, SessionIssuer, SignInPlace } from '../people/session-issuer.js';
import type { CodeFlow, KeptTokens, ProvidedIdentity } from './code-flow.js';
import type { AdmittedUser, ProviderAccounts } from './provider-accounts.js';

/** The provider is asked again after this part of the time that it gave. */
const RENEW_AFTER = 0.8;
const MIN_RENEW_MS = 30_000;
/** Also where a provider gives tokens for a day: changed groups and disabled people count within this time. */
const MAX_RENEW_MS = 900_000;
/** The next attempt after one that failed, which may be that of another process. */
const RETRY_MS = 60_000;
/** Sessions that one process renews at once. */
const MAX_RENEWED_AT_ONCE = 20;

/** A session that the provider gave. */
export interface SignedIn {
  readonly issued: IssuedSession;
  readonly admitted: AdmittedUser;
}

export interface ProviderSessionsParts {
  readonly issuer: string;
  readonly flow: Pick<CodeFlow, 'refresh' | 'buildSignOutUrl'>;
  readonly accounts: ProviderAccounts;
  readonly sessions: SessionIssuer;
  readonly store: Pick<SessionStore, 'setTokens' | 'takeDueTokens'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Hears what a renewal changed. Rejects if that cannot be recorded. */
export type NoteRenewal = (session: UserSession, what: 'createUser' | 'changeUser' | 'end') => Promise<void>;

/** Begins the sessions of people of the provider, and keeps them as long as the provider lets the person in. */
export class ProviderSessions {
  constructor(private readonly parts: ProviderSessionsParts) {}

  /** Rejects as `ProviderAccounts.admit`. */
  async start(identity: ProvidedIdentity, place: SignInPlace): Promise<SignedIn> {
    const { accounts, sessions, issuer } = this.parts;
    const admitted = await accounts.admit(identity.subject, identity.claims);
    const provider = { issuer, sid: identity.sid, sealedTokens: null };
    const issued = await sessions.start(admitted.user, 'OIDC', place, provider);
    await this.keepTokens(issued.session.id, identity);
    return { issued, admitted };
  }

  /** The address at which a browser signs out at the provider, too; null if there is none, or if the provider is away. */
  async findSignOutUrl(session: UserSession, returnTo: string): Promise<string | null> {
    if (session.method !== 'OIDC') return null;
    try {
      return this.parts.flow.buildSignOutUrl((await this.openTokens(session)) ?? { idToken: null }, returnTo);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'could not sign somebody out at the identity provider');
      return null;
    }
  }

  /**
   * Asks the provider again for the people whose tokens expire soon. Their sockets stay open unless their rights change. While
   * the provider does not answer, sessions stay until their own end. Rejects with retryable `STORE_UNAVAILABLE`.
   */
  async renewDue(note: NoteRenewal): Promise<void> {
    const { store, clock } = this.parts;
    const nowMs = clock.nowMs();
    const due = await store.takeDueTokens(nowMs, nowMs + RETRY_MS, MAX_RENEWED_AT_ONCE);
    await Promise.all(due.map((session) => this.renew(session, note)));
  }

  private async renew(session: UserSession, note: NoteRenewal): Promise<void> {
    const { flow, accounts, logger } = this.parts;
    try {
      const before = await this.openTokens(session);
      const subject = subjectOf(session);
      if (before?.refreshToken == null || subject === null) return;
      const identity = await flow.refresh(before.refreshToken, before, subject);
      // First of all: a provider that rotates takes the token before only once.
      await this.keepTokens(session.id, identity);
      const { change } = await accounts.admit(identity.subject, identity.claims);
      if (change !== null) await note(session, change);
    } catch (error) {
      if (error instanceof Failure && endsSession.has(error.code)) return this.end(session, note);
      logger.warn({ err: error }, 'could not renew a session at the identity provider; trying again');
    }
  }

  private async end(session: UserSession, note: NoteRenewal): Promise<void> {
    await this.parts.sessions.end(session);
    await note(session, 'end');
  }

  private async keepTokens(sessionId: string, { tokens, expiresInS }: ProvidedIdentity): Promise<void> {
    if (tokens.refreshToken === null && tokens.idToken === null) return;
    const { sealer, store, clock } = this.parts;
    const renewMs = Math.min(Math.max((expiresInS ?? 0) * 1_000 * RENEW_AFTER, MIN_RENEW_MS), MAX_RENEW_MS);
    const sealed = await sealer.seal(Buffer.from(JSON.stringify(tokens)), aboutOf(sessionId));
    await store.setTokens(sessionId, sealed, tokens.refreshToken === null ? null : clock.nowMs() + renewMs);
  }

  private async openTokens({ id, provider }: UserSession): Promise<KeptTokens | null> {
    if (!provider?.sealedTokens) return null;
    const plain = await this.parts.sealer.open(provider.sealedTokens, aboutOf(id));
    return JSON.parse(Buffer.from(plain).toString()) as KeptTokens;
  }
}

const endsSession: ReadonlySet<string> = new Set([
  'ACCOUNT_DISABLED',
  'EMAIL_NOT_ALLOWED',
  'PROVIDER_REFUSED',
  'ROLE_MISSING',
]);

const aboutOf = (sessionId: string): readonly string[] => ['oidc tokens', sessionId];

function subjectOf({ user }: UserSession): string | null {
  const [, subject] = JSON.parse(user.externalId ?? '[]') as readonly unknown[];
  return typeof subject === 'string' ? subject : null;
}
