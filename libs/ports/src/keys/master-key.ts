/** A data key that a version of the master key encrypted. Useless without the master key, so it may be stored. */
export interface WrappedKey {
  readonly keyVersion: string;
  readonly wrapped: Uint8Array;
}

/**
 * The key that protects all data keys. It has versions: the newest one wraps, every known one unwraps. A file or a key
 * service (AWS KMS) keeps it. What `about` names is bound to the wrapped key: unwrapping needs the same list.
 */
export interface MasterKey {
  /** The version that wraps. It is no secret. */
  readonly newestVersion: string;
  /** Bytes of a wrapped key and its version, at most. */
  readonly maxWrappedBytes: number;
  wrap(dataKey: Uint8Array, about: readonly string[]): Promise<WrappedKey>;
  /** Rejects with `Failure` `SEALED_KEY_UNKNOWN` or `SEALED_DAMAGED`. */
  unwrap(key: WrappedKey, about: readonly string[]): Promise<Uint8Array>;
  /** An HMAC-SHA-256 that stays the same when the master key gets a new version. */
  digest(data: Uint8Array): Promise<Uint8Array>;
}
