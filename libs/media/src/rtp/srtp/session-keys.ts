import { SALT_BYTES, srtpSuites, type SrtpCrypto, type SrtpKeys } from './srtp-crypto.js';

/** The keys for the packets of one direction: for media, or for RTCP. */
export interface SessionKeys {
  readonly cipherKey: Uint8Array;
  readonly authKey: Uint8Array;
  readonly salt: Uint8Array;
}

const AUTH_KEY_BYTES = 20;
/** RFC 3711, section 4.3.1. RTCP has the next three labels. */
const labels = { cipherKey: 0, authKey: 1, salt: 2 };
const RTCP_LABELS = 3;

/** Derives the session keys from the master key once: a key derivation rate of 0 (RFC 3711, section 4.3). */
export function deriveSessionKeys(keys: SrtpKeys, crypto: SrtpCrypto, packets: 'RTP' | 'RTCP'): SessionKeys {
  const firstLabel = packets === 'RTP' ? 0 : RTCP_LABELS;
  const derive = (label: number, length: number): Uint8Array => {
    const counter = new Uint8Array(16);
    counter.set(keys.masterSalt);
    counter[7] = (counter[7] as number) ^ (firstLabel + label);
    return crypto.encryptCounterMode(keys.masterKey, counter, new Uint8Array(length));
  };
  return {
    cipherKey: derive(labels.cipherKey, srtpSuites[keys.suite].keyBytes),
    authKey: derive(labels.authKey, AUTH_KEY_BYTES),
    salt: derive(labels.salt, SALT_BYTES),
  };
}

/** The first counter block of a packet (RFC 3711, section 4.1.1). `index`: 48 bits of a media packet, 31 bits of RTCP. */
export function makeCounter(salt: Uint8Array, ssrc: number, index: number): Uint8Array {
  const counter = new Uint8Array(16);
  const view = new DataView(counter.buffer);
  view.setUint32(4, ssrc);
  view.setUint16(8, Math.floor(index / 0x1_0000_0000));
  view.setUint32(10, index % 0x1_0000_0000);
  for (let at = 0; at < salt.length; at++) counter[at] = (counter[at] as number) ^ (salt[at] as number);
  return counter;
}
