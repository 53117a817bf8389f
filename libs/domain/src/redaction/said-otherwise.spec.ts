import { describe, expect, it } from '@jest/globals';
import type { CountryCode } from 'libphonenumber-js';
import { redactDialogue, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

describe('values that are asked for, said and read back in unusual ways', () => {
  it.each<[what: string, said: readonly Said[], last: readonly string[], country?: CountryCode]>([
    [
      'the first group of a card that the agent repeats',
      [A('the card number'), C('it starts 4211'), A('4211, carry on'), C('8888 1234 5678')],
      ['it starts [CARD]', '[CARD], carry on', '[CARD]'],
    ],
    ['a code that its speaker says again', [A('security code'), C('804'), A('sorry'), C('804')], ['[CVV]']],
    [
      'both codes of a question, and its answer',
      [A('security code'), C('804'), A('was that 804 or 840'), C('804')],
      ['[CVV]', 'was that [CVV] or [CVV]', '[CVV]'],
    ],
    [
      'two accounts, without the words between them',
      [C('I have two accounts, 33445566 for the current and 77889900 for the savings')],
      ['I have two accounts, [ACCOUNT] for the current and [ACCOUNT] for the savings'],
    ],
    [
      'a phone number on file, and the new one',
      [A('I have your number as 555 0143, is it right'), C('no, it is 555 0188 now')],
      ['I have your number as [PHONE], is it right', 'no, it is [PHONE] now'],
    ],
    [
      'the end date of what the answer names',
      [A('what is the end date'), C('of my card'), C('05'), C('26')],
      ['[EXPIRY]'],
    ],
    [
      'an expiry date and the right one',
      [C('I put the expiry date as June 30 but the card says July 30')],
      ['I put the expiry date as [EXPIRY] but the card says [EXPIRY]'],
    ],
    ['a date that begins again', [C('it expires July, I will read it once more, July 2027')], ['it expires [EXPIRY]']],
    [
      'a number for a text',
      [A('which number shall I send it to'), C('604 641 3746')],
      ['which number shall I send it to', '[PHONE]'],
    ],
    [
      'a number with its group twice',
      [C('my phone number is 0091 91036 91036 81870')],
      ['my phone number is [PHONE]'],
      'IN',
    ],
    [
      'a number without its plus',
      [C('reach me on +61463491725'), A('so 0061 463 491 725')],
      ['reach me on [PHONE]', 'so [PHONE]'],
    ],
    [
      'a number of somebody else',
      [C("ring my neighbour if I don't pick up, 0441-911-879")],
      ["ring my neighbour if I don't pick up, [PHONE]"],
    ],
  ])('hides %s', (_, said, last, country = 'US') => {
    expect(redactDialogue(said, country).slice(-last.length)).toEqual(last);
  });

  it.each<[what: string, said: readonly Said[]]>([
    ['the last four digits of the card that is not meant', [C('the card ending 4242, the new one, not 1881')]],
    ['a SIM number that passes the check of a card', [C('the SIM number on it is 8944 1100 0055 6612 347')]],
    ['the end date of something else', [A('what is the end date'), C('of my lease'), C('05'), C('26')]],
  ])('shows %s', (_, said) => {
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });
});
