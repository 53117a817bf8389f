import { describe, expect, it } from '@jest/globals';
import { redactAnswers, redactDialogue, redactText } from '../../../test/redact-dialogue.js';

describe('the expiry date of a card', () => {
  it.each([
    ['it expires 04/27', 'it expires [EXPIRY]'],
    ['expiry date is oh six twenty seven', 'expiry date is [EXPIRY]'],
    ['valid until june two thousand and thirty', 'valid until [EXPIRY]'],
    ['exp 0926 please', 'exp [EXPIRY] please'],
    ['the expiration is eleven of twenty nine thanks', 'the expiration is [EXPIRY] thanks'],
    ['zero four slash two seven is the expiry date', '[EXPIRY] is the expiry date'],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each(['november twenty twenty eight', 'uh eleven twenty eight', '11/28', 'eleven, two thousand twenty eight'])(
    'is hidden in the answer "%s", and is no security code',
    (answer) => {
      const [text] = redactAnswers('and what is the expiration date', [answer]);
      expect(text?.replace('uh ', '')).toBe('[EXPIRY]');
    },
  );

  it('is hidden over two finals, and read back', () => {
    expect(redactAnswers('the expiry date please', ['oh nine', 'twenty six'])).toEqual(['[EXPIRY]', '[EXPIRY]']);
    expect(
      redactDialogue([
        ['AGENT', 'expiry date'],
        ['CUSTOMER', 'march twenty seven'],
        ['AGENT', 'so march twenty seven okay'],
      ]),
    ).toEqual(['expiry date', '[EXPIRY]', 'so [EXPIRY] okay']);
  });

  it.each(['my subscription expires soon', 'the offer expires in five days', 'my warranty expired last year'])(
    'does not hide "%s"',
    (text) => {
      expect(redactText(text)).toBe(text);
    },
  );
});
