import { createHash, randomInt } from 'node:crypto';

const CODES = 10;
/** Without 0, 1, i, l, o, which people mix up. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Ten codes of 79 random bits, such as `k7c2-m9ta-xw3p-2hqe`, each for one sign-in without the second factor. */
export const newRecoveryCodes = (): readonly string[] => Array.from({ length: CODES }, newCode);

/** SHA-256 of a code in whatever spelling; null for a text that is no recovery code. */
export function hashRecoveryCode(text: string): Uint8Array | null {
  const letters = text.toLowerCase().replace(/[\s-]/g, '');
  const isCode = letters.length === GROUPS * GROUP_LENGTH && [...letters].every((letter) => ALPHABET.includes(letter));
  return isCode ? createHash('sha256').update(letters).digest() : null;
}

const newCode = (): string => Array.from({ length: GROUPS }, newGroup).join('-');

const newGroup = (): string =>
  Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
