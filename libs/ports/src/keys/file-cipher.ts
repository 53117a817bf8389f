/** Seals what a process keeps in files of its own for its successor. One key for all calls; what is sealed is soon deleted. */
export interface FileCipher {
  /** What `about` names is bound to the sealed bytes. */
  seal(plain: Uint8Array, about: readonly string[]): Uint8Array;
  /** Null if the bytes were changed, belong to something else, or another key sealed them. */
  open(sealed: Uint8Array, about: readonly string[]): Uint8Array | null;
}
