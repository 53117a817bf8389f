import { describe, expect, it } from '@jest/globals';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

describe('a label that the engine misheard', () => {
  it.each<[string, Said[], string]>([
    [
      'a security code after the expiry date',
      [
        A('and the expiry date and the security code on the back'),
        C('It expires in October twenty twenty nine, and the Securities Code is seven three seven.'),
      ],
      'It expires in [EXPIRY], and the Securities Code is [CVV].',
    ],
    ['a secure code', [A('and the security code'), C('the secure code is six one nine')], 'the secure code is [CVV]'],
    ['a security coat', [C('card security coat is six one nine')], 'card security coat is [CVV]'],
    [
      'a cart number',
      [
        A('card number please'),
        C('my cart number is four one one one one one one one one one one one one one one one'),
      ],
      'my cart number is [CARD]',
    ],
    [
      'a count number',
      [A('account number'), C('the count number is four one three two five seven nine nine')],
      'the count number is [ACCOUNT]',
    ],
    [
      'social securities',
      [C('my social securities number is five one nine forty two eighty eight oh one')],
      'my social securities number is [SSN]',
    ],
  ])('%s', (_, said, expected) => {
    expect(redactDialogue(said).at(-1)).toBe(expected);
  });

  it.each([
    'I bought a red coat for 120 dollars',
    'the head count is 412',
    'my cart holds 16 items',
    'it is rounding up to 250',
  ])('is no other thing: "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
