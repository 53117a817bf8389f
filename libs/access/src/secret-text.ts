import { createHash, randomBytes, randomInt } from 'node:crypto';

const ID_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 8;
const SECRET_BYTES = 32;
const PARTS = /^([0-9a-z]{8})_([A-Za-z0-9_-]{43})$/;

/** What a text that proves something begins with: a key, a sign-in at the provider, the cookie of a session, or a one-time link. */
export type SecretPrefix = 'ek_' | 'eo_' | 'es_' | 'et_';

/** The two parts of `<prefix><id>_<secret>`. The id may be shown and logged, the secret never. */
export interface SecretParts {
  readonly id: string;
  readonly secret: string;
}

/** A new id of eight lower-case letters and digits. */
export const newAccessId = (): string =>
  Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join('');

export const newSecretParts = (): SecretParts => ({
  id: newAccessId(),
  secret: randomBytes(SECRET_BYTES).toString('base64url'),
});

export const formatSecret = (prefix: SecretPrefix, { id, secret }: SecretParts): string => `${prefix}${id}_${secret}`;

/** Null for a text of another form. */
export function parseSecret(prefix: SecretPrefix, text: string): SecretParts | null {
  const [, id, secret] = (text.startsWith(prefix) && PARTS.exec(text.slice(prefix.length))) || [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** The secret has 256 random bits, which nobody can guess from a fast hash. A slow one would cost each request its time. */
export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
