import { createHmac, hkdfSync } from 'node:crypto';
import { decrypt, encryptWith, IV_BYTES } from '../aes-gcm.js';
import { associatedData } from '../associated-data.js';
import { KEY_BYTES } from '../local-master-key.js';

/** Begins every sealed text, so that text of before is read as it is. */
const PREFIX = 'earshot-sealed:1:';

export const isSealedText = (text: string): boolean => text.startsWith(PREFIX);

/** Seals and opens numbers and names with the key of their call. `about`: the place of the text, which is bound to it. */
export interface PersonalTextCipher {
  seal(text: string, about: readonly string[]): string;
  /** Text that is not sealed stays as it is. Null if it was changed, belongs elsewhere, or another key sealed it. */
  open(text: string, about: readonly string[]): string | null;
}

/**
 * The same text at the same place is sealed to the same bytes, so that a fact that arrives again changes no row. The vector follows
 * from text and place: two texts never share one, and only within a place of a call does it show that two texts are equal.
 */
export function createPersonalTextCipher(callKey: Uint8Array): PersonalTextCipher {
  const derived = Buffer.from(hkdfSync('sha256', callKey, '', 'earshot personal text 1', 2 * KEY_BYTES));
  const [key, vectorKey] = [derived.subarray(0, KEY_BYTES), derived.subarray(KEY_BYTES)];
  return {
    seal(text, about) {
      const [plain, place] = [Buffer.from(text, 'utf8'), associatedData(about)];
      const vector = createHmac('sha256', vectorKey)
        .update(associatedData([...about, text]))
        .digest();
      return PREFIX + encryptWith(vector.subarray(0, IV_BYTES), key, plain, place).toString('base64url');
    },
    open(text, about) {
      if (!isSealedText(text)) return text;
      const sealed = Buffer.from(text.slice(PREFIX.length), 'base64url');
      return decrypt(key, sealed, associatedData(about))?.toString('utf8') ?? null;
    },
  };
}
