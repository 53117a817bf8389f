import type { Role } from '@earshot/domain';
import type { Page } from '../calls/call-reader.js';

/** A key of a source or a service. Times are milliseconds since the Unix epoch; null for never. */
export interface AccessKey {
  /** The public part of the key: eight lower-case letters and digits. */
  readonly id: string;
  /** The id of the first key in a row of rotations. The calls of the first one belong to the later ones, too. */
  readonly holder: string;
  readonly tenant: string;
  readonly name: string;
  readonly kind: 'SOURCE' | 'SERVICE';
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  readonly queues: readonly string[];
  readonly agentId: string | null;
  /** The kinds of sources that it may bring calls with. */
  readonly sources: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  /** Exact to a minute. */
  readonly lastUsedAtMs: number | null;
  /** The key that took its place. */
  readonly replacedBy: string | null;
}

/** A key with the SHA-256 of its secret part. The secret itself is stored nowhere. */
export interface StoredAccessKey extends AccessKey {
  readonly secretHash: Uint8Array;
}

export type NewAccessKey = Omit<StoredAccessKey, 'revokedAtMs' | 'lastUsedAtMs' | 'replacedBy'>;

export interface KeyQuery {
  /** At most 100. */
  readonly first: number;
  readonly after?: string | undefined;
}

/** Keeps the keys. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface KeyStore {
  /** Rejects with `Failure` `TOO_MANY_KEYS` when `MAX_USABLE_KEYS` are usable. */
  add(key: NewAccessKey): Promise<void>;
  /** A usable key; null if there is none with this id, or if it is revoked or has expired. */
  findUsable(id: string, nowMs: number): Promise<StoredAccessKey | null>;
  /** Every key that is neither revoked nor has expired. */
  listUsable(nowMs: number): Promise<readonly StoredAccessKey[]>;
  /** Keys of a tenant, also ended ones, the newest first. Rejects with `BAD_CURSOR`. */
  list(tenant: string, query: KeyQuery): Promise<Page<AccessKey>>;
  /** Returns false if there is no usable key with this id. */
  revoke(id: string, nowMs: number): Promise<boolean>;
  /** Adds a key in the place of another one, which expires at `untilMs` if not before. Returns false if that is not usable. */
  replace(id: string, replacement: NewAccessKey, untilMs: number): Promise<boolean>;
  /**
   * Adds a key that lives for minutes. Removes the ended keys of its holder and, if more than `most` are usable then, the oldest ones.
   * Rejects like `add`.
   */
  addShortLived(key: NewAccessKey, most: number): Promise<void>;
  /** Lets a usable key of this holder live until `untilMs`, if not longer. Returns false if there is none. */
  extend(key: Pick<AccessKey, 'id' | 'holder'>, untilMs: number, nowMs: number): Promise<boolean>;
  /** Stores that these keys were used at `nowMs`, if their last stored use is a minute ago. */
  markUsed(ids: readonly string[], nowMs: number): Promise<void>;
}

/** Every process keeps all usable keys in memory. */
export const MAX_USABLE_KEYS = 10_000;
