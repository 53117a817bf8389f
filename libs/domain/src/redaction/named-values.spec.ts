import { describe, expect, it } from '@jest/globals';
import { redactDialogue, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];
const last = (said: Said[]): string | undefined => redactDialogue(said).at(-1);

describe('a value before its name', () => {
  it.each<[string, Said[], string]>([
    [
      'a code that somebody entered',
      [C('I entered 469026 and it says wrong one time password')],
      'I entered [OTP] and it says wrong one time password',
    ],
    [
      'a passport number on a form',
      [C('you put KUF968128 on the visa but my passport says SKN751252')],
      'you put [PASSPORT] on the visa but my passport says [PASSPORT]',
    ],
    [
      'a passport number after other words',
      [C('I left my passport in a taxi, I only have a copy, the number is HR514769')],
      'I left my passport in a taxi, I only have a copy, the number is [PASSPORT]',
    ],
    [
      'an address in two finals',
      [A('which address shall we send it to'), C('dev dot sharma'), A('carry on'), C('95 at gmail dot com')],
      '[EMAIL]',
    ],
  ])('hides %s', (_, said, expected) => expect(last(said)).toBe(expected));

  it.each<[string, Said[]]>([
    [
      'a code that somebody typed into a page',
      [C('I typed UN375732214DE into your tracking page and it finds nothing')],
    ],
    ['the four digits in which a card ended', [C('my old card ended in 6545, it has been replaced')]],
    ['the four digits at the end', [C('I see 94 pounds on my Mastercard, the one with 9878 at the end')]],
    ['the ends of two cards', [C('I have two cards, one ends in 3225 and the other one in 2253')]],
    ['the end of the card in short questions', [A('the last four'), C('of the card'), A('yes'), C('2694')]],
    ['a postcode of a card', [A('and the postcode where the card is registered'), C('58987')]],
    ['the number of a bill', [A('sort code'), C('603992'), A('the bill with number 733 913 6 is still open')]],
    ['a score', [A('phone number'), C('030 7609 102'), A('how satisfied are you, ten is best'), C('2')]],
    ['a flight', [A('your tax ID'), C('207 74 1467'), C('EI 5764 was cancelled this morning')]],
    [
      'a date of groups',
      [A('phone number'), C('0308 8899'), C('move my appointment to one six oh three twenty twenty five')],
    ],
    ['the rest of a code', [A("what's the tracking number"), C("it's 1Z 054 397 6870")]],
  ])('keeps %s', (_, said) => expect(last(said)).toBe(said.at(-1)?.[1]));
});
