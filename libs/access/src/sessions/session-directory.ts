import { BoundedMap } from '@earshot/domain';
import type { Clock, Logger, SessionStore, UserSession } from '@earshot/ports';
import { BoundedLookups, REFRESH_EVERY_MS } from '../bounded-lookups.js';
import type { SessionRules } from './session-rules.js';

export const REFRESH_SESSIONS_EVERY_MS = REFRESH_EVERY_MS;
/** Sessions in memory. Beyond it, the one that was looked up longest ago is looked up again at its next request. */
const MAX_KNOWN_SESSIONS = 20_000;
/** A session that was not used for so long leaves the memory, unless a socket is open with it. */
const KNOWN_UNUSED_MS = 300_000;
/** Uses within so long are stored once. */
const STORE_USE_EVERY_MS = 60_000;

/**
 * The sessions that this process serves, in memory. A known one is found without the store: a stalled database signs nobody
 * out whose session is known. While it does not answer, nobody can end one either.
 */
export class SessionDirectory {
  private known = new BoundedMap<string, UserSession>(MAX_KNOWN_SESSIONS);
  /** Sessions that were looked up or added while a refresh was reading, which may have missed them. */
  private readonly lookedUp = new Map<string, UserSession>();
  /** Sessions that this process ended. What a read that began before finds of them is out of date. */
  private readonly ended = new BoundedMap<string, true>(MAX_KNOWN_SESSIONS);
  private readonly usedAtMs = new BoundedMap<string, number>(MAX_KNOWN_SESSIONS);
  private readonly lookups: BoundedLookups<UserSession>;

  constructor(
    private readonly store: Pick<SessionStore, 'findOpen' | 'markUsed'>,
    private readonly rules: Pick<SessionRules, 'idleLimitMs' | 'allowsDemo'>,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.lookups = new BoundedLookups({
      what: 'session',
      clock,
      logger,
      ask: async (id) => (await store.findOpen([id], clock.nowMs()))[0] ?? null,
      remember: (id, session) => {
        this.known.set(id, session);
        this.lookedUp.set(id, session);
      },
    });
  }

  /**
   * The session with this id if it is open and was used within the idle limit; otherwise null. Rejects with retryable
   * `STORE_UNAVAILABLE` if it is not in memory and the store does not answer in time.
   */
  async findSession(id: string): Promise<UserSession | null> {
    if (this.known.has(id)) return this.knownSession(id);
    const found = await this.lookups.find(id);
    return found === null ? null : this.whileOpen(found);
  }

  /** Like `findSession`, for a session in memory. */
  knownSession(id: string): UserSession | null {
    const session = this.known.get(id);
    return session === undefined ? null : this.whileOpen(session);
  }

  /** Remembers that somebody proved to have the session. A later refresh stores it. */
  noteUse(id: string): void {
    this.usedAtMs.set(id, this.clock.nowMs());
  }

  /** This process ended the session, so nobody finds it here any more. */
  end(id: string): void {
    this.ended.set(id, true);
  }

  /**
   * Reads the known sessions anew, with their accounts. `watched`: ids of sessions with open sockets. Call it every
   * `REFRESH_SESSIONS_EVERY_MS`. Rejects with retryable `STORE_UNAVAILABLE`.
   */
  async refresh(watched: readonly string[]): Promise<void> {
    this.lookedUp.clear();
    const nowMs = this.clock.nowMs();
    const inUse = [...this.known.values()].filter((session) => nowMs - this.lastUseMs(session) <= KNOWN_UNUSED_MS);
    const ids = [...new Set([...inUse.map(({ id }) => id), ...watched])];
    const open = ids.length === 0 ? [] : await this.store.findOpen(ids, nowMs);
    const known = new BoundedMap<string, UserSession>(MAX_KNOWN_SESSIONS);
    for (const session of [...open, ...this.lookedUp.values()]) known.set(session.id, session);
    this.known = known;
    await this.storeUses(open);
  }

  private whileOpen(session: UserSession): UserSession | null {
    const nowMs = this.clock.nowMs();
    if (this.ended.has(session.id)) return null;
    if (session.expiresAtMs <= nowMs || nowMs - this.lastUseMs(session) >= this.rules.idleLimitMs) return null;
    return session.user.origin === 'DEMO' && !this.rules.allowsDemo ? null : session;
  }

  private lastUseMs({ id, lastUsedAtMs }: UserSession): number {
    return Math.max(lastUsedAtMs, this.usedAtMs.get(id) ?? 0);
  }

  private async storeUses(open: readonly UserSession[]): Promise<void> {
    const uses = new Map<string, number>();
    for (const session of open) {
      const lastUseMs = this.lastUseMs(session);
      if (lastUseMs - session.lastUsedAtMs >= STORE_USE_EVERY_MS) uses.set(session.id, lastUseMs);
    }
    if (uses.size > 0) await this.store.markUsed(uses);
  }
}
