import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createPersonalTextCipher, isSealedText } from './personal-text.js';

const key = randomBytes(32);
const cipher = createPersonalTextCipher(key);
const place = ['customer number', 'call-1'];

describe('createPersonalTextCipher', () => {
  it.each(['+12065550142', '', 'Zoë Müller', 'earshot-sealed:1:AAAA', 'x'.repeat(256)])(
    'opens what it sealed: %j',
    (text) => {
      const sealed = cipher.seal(text, place);
      expect(isSealedText(sealed)).toBe(true);
      expect(text !== '' && sealed.includes(text)).toBe(false);
      expect(createPersonalTextCipher(key).open(sealed, place)).toBe(text);
    },
  );

  it('seals the same text at the same place to the same bytes, and at another place or with another key to others', () => {
    const sealed = cipher.seal('+12065550142', place);
    expect(cipher.seal('+12065550142', place)).toBe(sealed);
    const others = [
      cipher.seal('+12065550142', ['system number', 'call-1']),
      cipher.seal('+12065550142', ['customer number', 'call-2']),
      cipher.seal('+12065550143', place),
      createPersonalTextCipher(randomBytes(32)).seal('+12065550142', place),
    ];
    expect(new Set([sealed, ...others].map((text) => text.slice(0, 32))).size).toBe(5);
  });

  it('opens nothing that was changed or moved, or that another key sealed', () => {
    const sealed = cipher.seal('+12065550142', place);
    const changed = `${sealed.slice(0, -8)}${sealed.at(-8) === 'A' ? 'B' : 'A'}${sealed.slice(-7)}`;
    expect(cipher.open(changed, place)).toBeNull();
    expect(cipher.open(sealed.slice(0, 20), place)).toBeNull();
    expect(cipher.open(sealed, ['system number', 'call-1'])).toBeNull();
    expect(createPersonalTextCipher(randomBytes(32)).open(sealed, place)).toBeNull();
  });

  it('reads text of before as it is', () => {
    expect(cipher.open('+12065550142', place)).toBe('+12065550142');
  });
});
