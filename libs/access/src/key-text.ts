import { createHash, randomBytes, randomInt } from 'node:crypto';

const ID_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 8;
const SECRET_BYTES = 32;
const KEY = /^ek_([0-9a-z]{8})_([A-Za-z0-9_-]{43})$/;

/** The two parts of a key: `ek_<id>_<secret>`. The id may be shown and logged, the secret never. */
export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

export const newKeyParts = (): KeyParts => ({
  id: Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join(''),
  secret: randomBytes(SECRET_BYTES).toString('base64url'),
});

export const formatKey = ({ id, secret }: KeyParts): string => `ek_${id}_${secret}`;

/** Null for a text that is no key. */
export function parseKey(text: string): KeyParts | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** The secret has 256 random bits, which nobody can guess from a fast hash. A slow one would cost each request its time. */
export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
