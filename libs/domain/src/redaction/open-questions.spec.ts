import { describe, expect, it } from '@jest/globals';
import { redactDialogue, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];
const smallTalk = [
  C('just a second'),
  A('take your time'),
  C('sorry, the dog is barking'),
  A("that's fine"),
  C('my computer is so slow today'),
  C('let me put you on speaker'),
  C('can you hear me'),
  C('where did I put it'),
];

const last = (said: Said[]): string | undefined => redactDialogue(said).at(-1);

describe('a question that waits for its answer', () => {
  it.each<[string, Said[], string]>([
    [
      'stays open over small talk',
      [A('the last four of your social'), ...smallTalk, C('oh eight thirty five')],
      '[SSN]',
    ],
    ['a date that was read out', [A('so the card expires June thirty one'), C('no, June of 2030')], 'no, [EXPIRY]'],
    [
      'a date that was read out, after small talk',
      [A('so the card expires June thirty one'), ...smallTalk, C('no, June of 2030')],
      'no, [EXPIRY]',
    ],
    [
      'a date of somebody else that was read out',
      [
        A('I have nineteenth April forty three as your date of birth'),
        C("that's my brother's, mine is 23rd of May 1971"),
      ],
      "that's my brother's, mine is [BIRTH_DATE]",
    ],
    [
      'a date that is no longer right',
      [A('the expiry date I have here is oh three twenty six'), C("it's oh three twenty nine now")],
      "it's [EXPIRY] now",
    ],
    [
      'the rest of a number of which the last four digits are known',
      [A("I have your soc ending nine nine nine nine, what's the rest"), C('two one nine oh nine')],
      '[SSN]',
    ],
    [
      'a question that is explained',
      [A('account PIN'), C('the one for the app?'), A('no, the one for the phone'), C('1 7 6 1')],
      '[PIN]',
    ],
    [
      'a number of another kind, when the speaker does not have the one that was asked for',
      [A('account number?'), C('I only have the order number, whiskey'), A('yes'), C('eight one eight one seven')],
      'eight one eight one seven',
    ],
    ['the account that somebody uses', [A('can you confirm the account you pay from'), C('44718890')], '[ACCOUNT]'],
    [
      'a number of things after a card',
      [A('card number?'), C('4111 1111 1111 1112'), A('how many do you need'), C('twelve')],
      'twelve',
    ],
    ['a question of one kind, told more exactly', [A('last four'), C('of the card?'), A('yes'), C('2592')], '2592'],
    [
      'a PIN instead of the old one',
      [A('so the old PIN was nine four five six'), C('yes make it 1488')],
      'yes make it [PIN]',
    ],
    [
      'a tracking number with letters',
      [A("what's the tracking number"), C('1 Z as in zebra 435 671 7790')],
      '1 Z as in zebra 435 671 7790',
    ],
    [
      'the last four digits of a card after a security code',
      [A('and the CVV please'), C('one four six'), C('can you tell me the last four digits of the card'), A('0 8 1 2')],
      '0 8 1 2',
    ],
    [
      'a harmless date after a date of birth',
      [A('date of birth'), C('13.2.1947'), A('and the travel date'), C('18 May 2027')],
      '18 May 2027',
    ],
  ])('%s', (_, said, shown) => expect(last(said)).toBe(shown));
});

describe('a value and the words around it', () => {
  it.each<[string, string]>([
    [
      'the card is 5266 1544 8059 2495, May 2031, and nine one two on the back',
      'the card is [CARD], [EXPIRY], and [CVV] on the back',
    ],
    ["they have my social wrong on the claim, it's 716 14 8601", "they have my social wrong on the claim, it's [SSN]"],
    [
      'on the ticket my birth date is wrong, should be the 21st of July 1981',
      'on the ticket my birth date is wrong, should be the [BIRTH_DATE]',
    ],
    ['is A 446 9667 1248 the number of your license?', 'is [LICENCE] the number of your license?'],
    ["oh six thirty that's when it expires", "[EXPIRY] that's when it expires"],
    [
      'I left my passport in a taxi, I only have a copy, the number is L 19, Y S 4, 824',
      'I left my passport in a taxi, I only have a copy, the number is [PASSPORT]',
    ],
    [
      'I entered four nine six oh two six and it says wrong one time password',
      'I entered [OTP] and it says wrong one time password',
    ],
    ['you debited the wrong account, it should be 44718890', 'you debited the wrong account, it should be [ACCOUNT]'],
    ['my old card ended in 3459 it has been replaced', 'my old card ended in 3459 it has been replaced'],
    [
      '94 pounds on my Mastercard, the one with ninety eight seventy eight at the end',
      '94 pounds on my Mastercard, the one with ninety eight seventy eight at the end',
    ],
    ['the code on the back of the box is 5591', 'the code on the back of the box is 5591'],
    ['your date of birds is 21 July 1981', 'your date of birds is [BIRTH_DATE]'],
  ])('%s', (text, shown) => expect(redactDialogue([C(text)])).toEqual([shown]));

  it('the date that is named after it', () => {
    expect(redactDialogue([A('and then March 2027'), A('for the expiry'), C('yes')])[0]).toBe('and then [EXPIRY]');
  });
});
