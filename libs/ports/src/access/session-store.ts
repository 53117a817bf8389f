import type { SessionLevel } from '@earshot/domain';
import type { Page } from '../calls/call-reader.js';
import type { User } from './user.js';

export type SessionMethod = 'PASSWORD' | 'OIDC' | 'ONE_TIME_LINK' | 'DEMO';

/** Somebody who is signed in at one browser. Times are milliseconds since the Unix epoch. */
export interface Session {
  /** Eight lower-case letters and digits. */
  readonly id: string;
  readonly userId: string;
  readonly createdAtMs: number;
  /** Exact to a minute. */
  readonly lastUsedAtMs: number;
  /** It ends then, even if it is in use. */
  readonly expiresAtMs: number;
  /** The address at which the person signed in. */
  readonly address: string;
  /** At most 256 characters. */
  readonly userAgent: string;
  readonly method: SessionMethod;
  readonly level: SessionLevel;
}

/** What the provider that signed the person in gave for this session. */
export interface ProviderSession {
  readonly issuer: string;
  /** The provider's id of the session (`sid`); null if it gave none. */
  readonly sid: string | null;
  /** Sealed with the master key; null for none. */
  readonly sealedTokens: Uint8Array | null;
}

/** `secretHash`: SHA-256 of the secret part of the cookie. The secret itself is stored nowhere. */
export type NewSession = Omit<Session, 'lastUsedAtMs'> & {
  readonly secretHash: Uint8Array;
  readonly provider: ProviderSession | null;
};

/** An open session with the account as it is now. */
export type UserSession = Session & Pick<NewSession, 'secretHash' | 'provider'> & { readonly user: User };

/** What a provider sends to end sessions. It counts once. */
export interface LogoutToken {
  /** SHA-256 of its id (`jti`). */
  readonly idHash: Uint8Array;
  /** It is too old to count from then on, so nobody has to remember it. */
  readonly keepUntilMs: number;
}

export interface SessionQuery {
  /** At most 100. */
  readonly first: number;
  readonly after?: string | undefined;
  /** Only the sessions of this account. */
  readonly userId?: string | undefined;
  /** Only sessions that were used later. */
  readonly usedAfterMs?: number | undefined;
}

/**
 * Keeps the sessions. One is open until somebody ends it, it expires, or its account is disabled. Each method rejects with
 * retryable `STORE_UNAVAILABLE` while the database does not answer.
 */
export interface SessionStore {
  /** Ends the oldest sessions of the account when it has `MAX_SESSIONS_PER_USER`. */
  add(session: NewSession): Promise<void>;
  /** Ends a session and adds the one that takes its place. Returns false, and adds none, if it is not open. */
  replace(id: string, session: NewSession): Promise<boolean>;
  /** The open ones of these sessions. */
  findOpen(ids: readonly string[], nowMs: number): Promise<readonly UserSession[]>;
  /** Open sessions, the newest first. Rejects with `BAD_CURSOR`. */
  list(tenant: string, query: SessionQuery, nowMs: number): Promise<Page<Session & { readonly user: User }>>;
  /** Whether a session of level FULL began at this address since `sinceMs`. */
  hasSignedInAt(userId: string, address: string, sinceMs: number): Promise<boolean>;
  /** Returns false if it is not open. */
  end(tenant: string, id: string, nowMs: number): Promise<boolean>;
  /** Ends the sessions of an account, except the one with the id `keep`. Returns how many. */
  endOfUser(userId: string, nowMs: number, keep?: string): Promise<number>;
  /**
   * Ends the sessions that a provider started: those of its session, or else all of its person. Returns the ids of their
   * accounts; null, and ends none, if this or another process has taken the token before.
   */
  endOfProvider(
    session: { readonly issuer: string; readonly sid: string } | { readonly externalId: string },
    token: LogoutToken,
    nowMs: number,
  ): Promise<readonly string[] | null>;
  /** Replaces what the provider gave. `dueAtMs`: when to ask the provider again; null for never. */
  setTokens(id: string, sealedTokens: Uint8Array | null, dueAtMs: number | null): Promise<void>;
  /**
   * Open sessions for which the provider has to be asked again, the longest due first. They are due again at `nextMs`, so that no
   * other process asks for them meanwhile.
   */
  takeDueTokens(nowMs: number, nextMs: number, limit: number): Promise<readonly UserSession[]>;
  /** Stores when these sessions were used last, if that is later than what is stored. */
  markUsed(uses: ReadonlyMap<string, number>): Promise<void>;
  /** Removes sessions that ended or expired before `beforeMs`. */
  forget(beforeMs: number): Promise<void>;
}

export const MAX_SESSIONS_PER_USER = 50;
export const MAX_USER_AGENT_LENGTH = 256;
