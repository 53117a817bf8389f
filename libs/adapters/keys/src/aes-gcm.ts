import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
export const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that encryption adds: the initialisation vector and the tag. */
export const AES_GCM_BYTES = IV_BYTES + TAG_BYTES;

/** Random bytes for many vectors: a draw for each message would cost as much as encrypting it. */
const random = Buffer.alloc(IV_BYTES * 512);
let randomAt = random.length;

/** Encrypts with AES-256-GCM and a random initialisation vector. Returns `before`, then vector, ciphertext and tag. */
export function encrypt(
  key: Uint8Array,
  plain: Uint8Array,
  associated: Uint8Array,
  before: Uint8Array = new Uint8Array(0),
): Buffer {
  return encryptWith(drawVector(), key, plain, associated, before);
}

/** Encrypts with a vector that the caller derived from all that it encrypts, for bytes that must be the same each time. */
export function encryptWith(
  iv: Uint8Array,
  key: Uint8Array,
  plain: Uint8Array,
  associated: Uint8Array,
  before: Uint8Array = new Uint8Array(0),
): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(associated);
  const encrypted = cipher.update(plain);
  cipher.final();
  return Buffer.concat([before, iv, encrypted, cipher.getAuthTag()]);
}

/** Null if the key, a byte or the associated data is not the one of the encryption. */
export function decrypt(key: Uint8Array, encrypted: Uint8Array, associated: Uint8Array): Buffer | null {
  if (encrypted.length < AES_GCM_BYTES) return null;
  const tagAt = encrypted.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, encrypted.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(associated)
    .setAuthTag(encrypted.subarray(tagAt));
  const plain = decipher.update(encrypted.subarray(IV_BYTES, tagAt));
  try {
    // This checks the tag and gives no text: `update` has given all of it, and joining the two would copy it for nothing.
    decipher.final();
    return plain;
  } catch {
    return null;
  }
}

function drawVector(): Buffer {
  if (randomAt === random.length) {
    randomFillSync(random);
    randomAt = 0;
  }
  randomAt += IV_BYTES;
  return random.subarray(randomAt - IV_BYTES, randomAt);
}
