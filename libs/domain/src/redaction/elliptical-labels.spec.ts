import { describe, expect, it } from '@jest/globals';
import { redactDialogue, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

describe('a question that holds only a name', () => {
  it.each<[string, Said[], string[]]>([
    [
      'and account',
      [
        A('BSB number?'),
        C('one two three four five six'),
        A('and account'),
        C('one two three four five six seven eight'),
      ],
      ['BSB number?', '[SORT_CODE]', 'and account', '[ACCOUNT]'],
    ],
    [
      'and the account number please',
      [A('sort code'), C('20 20 42'), A('okay and the account number please'), C('4132 5799')],
      ['sort code', '[SORT_CODE]', 'okay and the account number please', '[ACCOUNT]'],
    ],
    [
      'and sort code',
      [A('account number'), C('4132 5799'), A('and sort code'), C('20 20 42')],
      ['account number', '[ACCOUNT]', 'and sort code', '[SORT_CODE]'],
    ],
    [
      'and the back',
      [A('card number'), C('4111 1111 1111 1111'), A('and expiry'), C('03/28'), A('and the back'), C('four one nine')],
      ['card number', '[CARD]', 'and expiry', '[EXPIRY]', 'and the back', '[CVV]'],
    ],
  ])('asks for a value: "%s"', (_, said, expected) => {
    expect(redactDialogue(said)).toEqual(expected);
  });

  it.each<[string, Said[]]>([
    ['a place', [A('which door'), C('the front and the back door'), A('how many steps'), C('twelve')]],
    ['an account that somebody talks about', [C('I closed the account and they want 249 now')]],
  ])('is not %s', (_, said) => {
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });
});

describe('the beginning of an IBAN', () => {
  it('is hidden when somebody asked for it, and its rest may come later', () => {
    const said = [A('Ihre IBAN bitte'), C('D E eight nine three seven oh four')];
    expect(redactDialogue(said)).toEqual(['Ihre IBAN bitte', '[IBAN]']);
    expect(redactDialogue([...said, C('oh oh four four oh five three two')]).at(-1)).toBe('[IBAN]');
  });
});
