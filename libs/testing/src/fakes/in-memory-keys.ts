import type { AccessKey, KeyQuery, KeyStore, NewAccessKey, Page, StoredAccessKey } from '@earshot/ports';

/** Keeps keys in memory, as the database would. While `isAway` it gives no answer. */
export class InMemoryKeys implements KeyStore {
  private readonly keys = new Map<string, StoredAccessKey>();
  isAway = false;
  /** How often somebody looked up a single key. */
  lookups = 0;

  async add(key: NewAccessKey): Promise<void> {
    await this.answer();
    this.keys.set(key.id, { ...key, revokedAtMs: null, lastUsedAtMs: null, replacedBy: null });
  }

  async findUsable(id: string, nowMs: number): Promise<StoredAccessKey | null> {
    this.lookups += 1;
    await this.answer();
    return this.usable(id, nowMs);
  }

  async listUsable(nowMs: number): Promise<readonly StoredAccessKey[]> {
    await this.answer();
    return [...this.keys.values()].filter(({ id }) => this.usable(id, nowMs) !== null);
  }

  async list(tenant: string, { first, after }: KeyQuery): Promise<Page<AccessKey>> {
    await this.answer();
    const found = [...this.keys.values()].filter((key) => key.tenant === tenant).toReversed();
    const from = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    const items = found.slice(from, from + first).map(({ secretHash: _, ...item }) => ({ cursor: item.id, item }));
    return { items, hasNextPage: found.length > from + first };
  }

  async revoke(id: string, nowMs: number): Promise<boolean> {
    await this.answer();
    return this.change(id, nowMs, { revokedAtMs: nowMs });
  }

  async replace(id: string, replacement: NewAccessKey, untilMs: number): Promise<boolean> {
    await this.answer();
    const expiresAtMs = Math.min(untilMs, this.keys.get(id)?.expiresAtMs ?? Infinity);
    if (!this.change(id, replacement.createdAtMs, { expiresAtMs, replacedBy: replacement.id })) return false;
    await this.add(replacement);
    return true;
  }

  async addShortLived(key: NewAccessKey, most: number): Promise<void> {
    await this.answer();
    const own = [...this.keys.values()].filter(({ holder }) => holder === key.holder);
    const usable = own.filter(({ id }) => this.usable(id, key.createdAtMs) !== null);
    const kept = usable.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, most - 1);
    for (const old of own) if (!kept.includes(old)) this.keys.delete(old.id);
    await this.add(key);
  }

  async extend({ id, holder }: Pick<AccessKey, 'id' | 'holder'>, untilMs: number, nowMs: number): Promise<boolean> {
    await this.answer();
    const key = this.usable(id, nowMs);
    if (key?.holder !== holder) return false;
    return this.change(id, nowMs, { expiresAtMs: key.expiresAtMs && Math.max(key.expiresAtMs, untilMs) });
  }

  async markUsed(ids: readonly string[], nowMs: number): Promise<void> {
    await this.answer();
    for (const id of ids) this.change(id, nowMs, { lastUsedAtMs: nowMs });
  }

  private usable(id: string, nowMs: number): StoredAccessKey | null {
    const key = this.keys.get(id);
    const isUsable = key?.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs);
    return isUsable ? key : null;
  }

  private change(id: string, nowMs: number, change: Partial<StoredAccessKey>): boolean {
    const key = this.usable(id, nowMs);
    if (key !== null) this.keys.set(id, { ...key, ...change });
    return key !== null;
  }

  private answer(): Promise<void> {
    return this.isAway ? new Promise(() => undefined) : Promise.resolve();
  }
}
