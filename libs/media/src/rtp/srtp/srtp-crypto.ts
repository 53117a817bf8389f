/** The cryptography that SRTP needs. This library does no I/O and loads no native code, so its user brings it. */
export interface SrtpCrypto {
  /** AES in counter mode. `key`: 16 or 32 bytes; `counter`: the first block, 16 bytes. */
  encryptCounterMode(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array;
  /** HMAC-SHA1 of the parts in turn: 20 bytes. */
  signSha1(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array;
}

/** The suites of RFC 4568, section 6.2, and RFC 6188, section 4.2, that we speak. A tag is the part of the signature that is sent. */
export const srtpSuites = {
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, tagBytes: 10 },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, tagBytes: 4 },
  AES_256_CM_HMAC_SHA1_80: { keyBytes: 32, tagBytes: 10 },
  AES_256_CM_HMAC_SHA1_32: { keyBytes: 32, tagBytes: 4 },
} as const;

export type SrtpSuite = keyof typeof srtpSuites;

/** The keys of one direction. Never log them. */
export interface SrtpKeys {
  readonly suite: SrtpSuite;
  readonly masterKey: Uint8Array;
  /** 14 bytes. */
  readonly masterSalt: Uint8Array;
  /** Stands in each packet before its tag. Absent: none does. */
  readonly keyIdentifier?: Uint8Array;
}

export const SALT_BYTES = 14;
