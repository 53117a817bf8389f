/**
 * Encrypts what must not be readable where it is stored. What `about` names (the id of a row, its topic …) is not part of
 * the sealed bytes but bound to them: bytes that were moved to another row do not open.
 */
export interface Sealer {
  /** The version of the master key that seals. It is no secret. */
  readonly keyVersion: string;
  /** Bytes that sealing adds, at most. */
  readonly maxOverheadBytes: number;
  seal(plain: Uint8Array, about: readonly string[]): Promise<Uint8Array>;
  /**
   * Rejects with `Failure` `SEALED_KEY_UNKNOWN` if the master key has not the version that sealed, and with
   * `SEALED_DAMAGED` if the bytes were changed or belong to something else.
   */
  open(sealed: Uint8Array, about: readonly string[]): Promise<Uint8Array>;
  /**
   * 32 hexadecimal digits that are the same for the same data. Nobody can guess the data from them without the master
   * key, as one could from a plain hash of a few words.
   */
  fingerprint(data: Uint8Array): Promise<string>;
}
