import { createCipheriv, createHmac } from 'node:crypto';
import type { SrtpCrypto } from '../src/rtp/srtp/srtp-crypto.js';

/** The cryptography of Node, as ingest brings it. */
export const nodeSrtpCrypto: SrtpCrypto = {
  encryptCounterMode: (key, counter, data) => createCipheriv(`aes-${key.length * 8}-ctr`, key, counter).update(data),
  signSha1: (key, ...parts) => {
    const signature = createHmac('sha1', key);
    for (const part of parts) signature.update(part);
    return signature.digest();
  },
};
