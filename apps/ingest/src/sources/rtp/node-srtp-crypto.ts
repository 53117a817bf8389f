import { createCipheriv, createHmac } from 'node:crypto';
import type { SrtpCrypto } from '@earshot/media/rtp';

/** The cryptography of Node for SRTP. */
export const nodeSrtpCrypto: SrtpCrypto = {
  encryptCounterMode: (key, counter, data) => createCipheriv(`aes-${key.length * 8}-ctr`, key, counter).update(data),
  signSha1: (key, ...parts) => {
    const signature = createHmac('sha1', key);
    for (const part of parts) signature.update(part);
    return signature.digest();
  },
};
