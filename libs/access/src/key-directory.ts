import { BoundedMap } from '@earshot/domain';
import { answerWithin, Failure, type Clock, type KeyStore, type Logger, type StoredAccessKey } from '@earshot/ports';

/** How often a process reads all usable keys. A revoked key ends within this time, and a new one that was never asked for works. */
export const REFRESH_KEYS_EVERY_MS = 2_000;
/** A request with an unknown key waits no longer for the store. Handshakes of sources must stay under half a second. */
const LOOKUP_WITHIN_MS = 300;
/** Lookups at once. A client that invents keys cannot take all connections to the database. */
const MAX_LOOKUPS = 8;
/** Ids that the store did not know within the last seconds. */
const REMEMBERED_UNKNOWN_IDS = 10_000;

/**
 * The usable keys in memory. A known key is found without the store, so a stalled database delays nobody who has one. While
 * the store does not answer, the keys of its last answer stay: nobody can revoke one then.
 */
export class KeyDirectory {
  private usable = new Map<string, StoredAccessKey>();
  /** Keys that were looked up while a refresh was reading, which may have missed them. */
  private readonly lookedUp = new Map<string, StoredAccessKey>();
  private readonly unknownUntilMs = new BoundedMap<string, number>(REMEMBERED_UNKNOWN_IDS);
  private readonly lookups = new Map<string, Promise<StoredAccessKey | null>>();
  private readonly used = new Set<string>();

  constructor(
    private readonly store: Pick<KeyStore, 'findUsable' | 'listUsable' | 'markUsed'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The key with this id, or null if there is none that is usable. Rejects with retryable `STORE_UNAVAILABLE` if the key is
   * not in memory and the store does not answer in time.
   */
  async findKey(id: string): Promise<StoredAccessKey | null> {
    const known = this.knownKey(id);
    if (known !== null) return known;
    if ((this.unknownUntilMs.get(id) ?? 0) > this.clock.nowMs()) return null;
    return this.lookUp(id);
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

  private lookUp(id: string): Promise<StoredAccessKey | null> {
    const running = this.lookups.get(id);
    if (running !== undefined) return running;
    if (this.lookups.size >= MAX_LOOKUPS) return Promise.reject(storeUnavailable());
    // A lookup that takes too long still counts until it ends.
    const asked = this.store.findUsable(id, this.clock.nowMs());
    const answer = answerWithin(this.clock, LOOKUP_WITHIN_MS, () => asked).catch((error: unknown) => {
      this.logger.warn({ keyId: id, err: error }, 'could not look up an access key');
      throw storeUnavailable();
    });
    this.lookups.set(id, answer);
    const remember = (key: StoredAccessKey | null): void => {
      if (key === null) return this.unknownUntilMs.set(id, this.clock.nowMs() + REFRESH_KEYS_EVERY_MS);
      this.usable.set(id, key);
      this.lookedUp.set(id, key);
    };
    asked.then(remember, () => undefined).finally(() => this.lookups.delete(id));
    return answer;
  }

  private async storeUses(): Promise<void> {
    const ids = [...this.used].filter((id) => this.usable.has(id));
    this.used.clear();
    if (ids.length > 0) await this.store.markUsed(ids, this.clock.nowMs());
  }
}

const storeUnavailable = (): Failure =>
  new Failure('STORE_UNAVAILABLE', 'The access key cannot be checked at the moment. Try again soon.', {
    retryable: true,
  });
