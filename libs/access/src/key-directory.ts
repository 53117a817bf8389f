import type { Clock, KeyStore, Logger, StoredAccessKey } from '@earshot/ports';
import { BoundedLookups, REFRESH_EVERY_MS } from './bounded-lookups.js';

/** How often a process reads all usable keys. A revoked key ends within this time, and a new one that was never asked for works. */
export const REFRESH_KEYS_EVERY_MS = REFRESH_EVERY_MS;

/**
 * The usable keys in memory. A known key is found without the store, so a stalled database delays nobody who has one. While
 * the store does not answer, the keys of its last answer stay: nobody can revoke one then.
 */
export class KeyDirectory {
  private usable = new Map<string, StoredAccessKey>();
  /** Keys that were looked up while a refresh was reading, which may have missed them. */
  private readonly lookedUp = new Map<string, StoredAccessKey>();
  private readonly lookups: BoundedLookups<StoredAccessKey>;
  private readonly used = new Set<string>();

  constructor(
    private readonly store: Pick<KeyStore, 'findUsable' | 'listUsable' | 'markUsed'>,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.lookups = new BoundedLookups({
      what: 'access key',
      clock,
      logger,
      ask: (id) => store.findUsable(id, clock.nowMs()),
      remember: (id, key) => {
        this.usable.set(id, key);
        this.lookedUp.set(id, key);
      },
    });
  }

  /**
   * The key with this id, or null if there is none that is usable. Rejects with retryable `STORE_UNAVAILABLE` if the key is
   * not in memory and the store does not answer in time.
   */
  async findKey(id: string): Promise<StoredAccessKey | null> {
    return this.knownKey(id) ?? (await this.lookups.find(id));
  }

  /** The key with this id if memory has it and it is usable now; otherwise null. */
  knownKey(id: string): StoredAccessKey | null {
    const key = this.usable.get(id);
    if (key === undefined) return null;
    return key.expiresAtMs === null || key.expiresAtMs > this.clock.nowMs() ? key : null;
  }

  /** Remembers that somebody proved to have the key. A later refresh stores it. */
  noteUse(id: string): void {
    this.used.add(id);
  }

  /** Reads all usable keys anew. Call it every `REFRESH_KEYS_EVERY_MS`. Rejects with retryable `STORE_UNAVAILABLE`. */
  async refresh(): Promise<void> {
    this.lookedUp.clear();
    const keys = await this.store.listUsable(this.clock.nowMs());
    this.usable = new Map([...keys.map((key) => [key.id, key] as const), ...this.lookedUp]);
    await this.storeUses();
  }

  private async storeUses(): Promise<void> {
    const ids = [...this.used].filter((id) => this.usable.has(id));
    this.used.clear();
    if (ids.length > 0) await this.store.markUsed(ids, this.clock.nowMs());
  }
}
