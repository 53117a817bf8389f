import { describe, expect, it } from '@jest/globals';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

/** A private number was given before. It must not make redaction hide the numbers after it. */
const preludes: readonly (readonly [kind: string, said: readonly Said[]])[] = [
  ['SSN', [A('what is your social security number'), C('it is 745 28 4713')]],
  ['SSN', [A('and the last four of your social'), C('4713')]],
  ['CARD', [A('the card number please'), C('it is 4012 8888 8888 1881')]],
  ['CVV', [A('what is the cvv'), C('three one eight')]],
  ['PHONE', [A('your phone number please'), C('four one five seven four six one seven seven one')]],
  ['ACCOUNT', [A('and the account number'), C('double eight one two four three two three')]],
  ['LICENCE', [A("what is your driver's license number"), C('F H 8 2 6 7 0 2 5')]],
];

const harmless: readonly (readonly [what: string, said: readonly Said[]])[] = [
  ['an order number', [A('do you have the order handy'), C('it is 7354 8440')]],
  ['an order number in a statement', [A('let me give you the order, 760219473'), C('760219473 perfect')]],
  ['a number of a thing that has no label of its own', [A('and your locker number'), C('three nine one two')]],
  ['a room in a question', [A('what is your room'), C('yes seventy one fourteen')]],
  ['a meter reading', [A('can I have your reading'), C('eight two oh nine four'), A('82094 thank you')]],
  ['an amount', [A('that is seven hundred and twenty one forty seven'), C('721.47 okay')]],
  ['an amount with a word before it', [A('the balance is six thirty eight thirty one'), C('okay')]],
  ['a year', [C('we bought the house in 1983'), C('it was in nineteen seventy seven')]],
  ['a date', [A('your appointment is on April 24, 2026'), C('okay')]],
  ['a date and its digits', [C('it happened on July 27, 2026'), A('so oh seven two seven twenty six')]],
  ['a date of digits', [A('your appointment is on one oh two oh twenty four')]],
  ['an hour', [C('call me after twelve fifty four'), C('it was around eleven twenty two pm')]],
  ['a duration', [A('I can extend it by sixty three days'), C('sixty three thank you')]],
  ['a percentage', [A('we can offer twelve percent off'), C('twelve thank you')]],
  ['a quantity', [C('three hundred eighty six items were missing'), A('386 right')]],
  ['a card on file', [A('I see a card ending in 5831 on file'), C('so that is five eight three one')]],
];

describe('CallRedactor: harmless numbers after private ones', () => {
  const cases = preludes.flatMap(([kind, before]) => harmless.map(([what, said]) => ({ kind, what, before, said })));

  it.each(cases)('shows $what after $kind', ({ kind, before, said }) => {
    const texts = redactDialogue([...before, ...said]);
    expect(texts[1]).toContain(`[${kind}]`);
    expect(texts.slice(before.length)).toEqual(said.map(([, text]) => text));
  });

  it.each([
    'the imei of the phone is 355088096970203',
    '3550 8809 6970 203 is the IMEI',
    'one z w c l three one nine oh nine oh two is the tracking number',
    'the dialling code I got is nine four one',
    'so that is invoice 30437 49831',
  ])('shows "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('hides a card in the answer to a harmless question, and a phone number that a correction divides after it', () => {
    expect(redactDialogue([A('the order number please'), C('4012 8888 8888 1881')])[1]).toBe('[CARD]');
    const said = [A('the order number please'), C('71452'), A('and your phone'), C('685 31 wait no 231 073')];
    expect(redactDialogue(said).at(-1)).toBe('[PHONE] wait no [PHONE]');
  });
});

describe('CallRedactor: slips of the tongue in private numbers', () => {
  it.each([
    ['my social is 391 391 39 7851', 'my social is [SSN]'],
    ['my social is 745/28/4713', 'my social is [SSN]'],
    ['745 28 4713 is my social', '[SSN] is my social'],
    ['my mobile is 0482/908/613', 'my mobile is [PHONE]'],
    ['my phone is 0419 75 sorry I meant 585 666', 'my phone is [PHONE] sorry I meant [PHONE]'],
    ['212 436 0188 0 is my phone number', '[PHONE] is my phone number'],
    ['my mobile is 07938 07938 358749', 'my mobile is [PHONE]'],
    ['I set the pin to seventeen thirty five', 'I set the pin to [PIN]'],
    ['passport number capital C oh five h for hotel one two k as in kilo', 'passport number [PASSPORT]'],
    ['my licence is hcvuf hcvuf 416377 ut9ld', 'my licence is [LICENCE]'],
    ['the IFSC code is vxer 66 no wait 0450325', 'the IFSC code is [SORT_CODE]'],
    ['the iban is november lima nine oh kilo bravo echo mike 8246 1955 50', 'the iban is [IBAN]'],
    ['she was born eight seven ninety seven', 'she was born [BIRTH_DATE]'],
  ])('hides "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('hides a number that is read back without the group that the speaker repeated', () => {
    const said = [A('your social please'), C('789 73 73 2821'), A('789 73 2821')];
    expect(redactDialogue(said)).toEqual(['your social please', '[SSN]', '[SSN]']);
    const code = [A('read me the code we just texted you'), C('four nine five 14 sorry six'), A('so 495 6')];
    expect(redactDialogue(code).slice(1)).toEqual(['[OTP]', 'so [OTP]']);
  });

  it('hides a code of letters that come a turn before the digits', () => {
    const said = [A('the number of your passport please'), C('sure avs'), A('yep'), C('823594')];
    expect(redactDialogue(said).slice(1)).toEqual(['sure [PASSPORT]', 'yep', '[PASSPORT]']);
  });

  it('hides a security code that a speaker says as one number, and reads the digits after "hundred" one by one', () => {
    expect(redactDialogue([A('security code?'), C('four hundred and two')])[1]).toBe('[CVV]');
    expect(redactText('oh seven seven double oh nine hundred one two three', 'GB')).toBe('[PHONE]');
  });
});

describe('CallRedactor: e-mail addresses with slips of the tongue', () => {
  it.each([
    'hannah dash lopez eighty two hannah dash lopez eighty two at example dot org',
    'emmagarcia ninety six 28 no sorry at yahoo dot co dot uk',
    'oliver dash lopez and then at outlook dot com',
    'm as in mary a for alpha x for x-ray dot lopez at acme dot net',
    'lucia smith all lowercase at g m a i l dot com',
    'lucia.smith@ example.org',
  ])('hides "%s"', (address) => {
    const said = [
      A('what is your email address'),
      C(`it is ${address} thank you`),
      A(`let me read that back ${address}`),
    ];
    expect(redactDialogue(said).slice(1)).toEqual(['it is [EMAIL] thank you', 'let me read that back [EMAIL]']);
  });

  it('shows what the speaker said before the address', () => {
    const said = [
      C('my internet has been slow since Monday'),
      A('your email please'),
      C('lucia dot brooks'),
      C('at web dot de'),
    ];
    expect(redactDialogue(said)).toEqual([
      'my internet has been slow since Monday',
      'your email please',
      '[EMAIL]',
      '[EMAIL]',
    ]);
  });
});
