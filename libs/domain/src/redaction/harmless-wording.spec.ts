import { describe, expect, it } from '@jest/globals';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

const shown: readonly (readonly [what: string, said: readonly Said[]])[] = [
  ['an order that the agent asks for among several', [A('which order do you mean'), C('the one with 456 280 3350')]],
  ['an order after a conjunction', [A('and the parcel that is missing'), C('number 755 955 9319')]],
  ['a policy that a question describes', [A('what is the number of the boat policy'), C('it is 952 011 839')]],
  ['a number after what happened to its thing', [A('the quote for the new roof has come in, number 7308398')]],
  ['a choice between two names', [A('account number or order number'), C('order then, 443 439 923')]],
  ['the name of a thing with its verb', [C("my ticket's 684-543-4081")]],
  ['two numbers of one kind', [C('I have two policies, 119 662 59 for the phone and 120 951 5804 for the laptop')]],
  ['a new number beside an old one', [C('the old meter had serial number 98942 and the new one has 763 803 1268')]],
  ['a number to track', [A('the number to track it is 662 306 5701')]],
  ['what is tracked', [C('she says it is tracked, 777 617 2619')]],
  ['the serial number as it is printed', [C('it says S slash N and then 317 644 0311')]],
  ['a policy of an account', [A('does the cover of my bank account have a policy number'), C('yes it is 229 663')]],
  ['a number that a device shows', [A('look under about phone for the IMEI'), C('86 753500 945797 6')]],
  ['a SIM card', [C('my SIM card number is 8944 1100 0012 3456 781')]],
  ['a loyalty card', [C('my loyalty card number is 402 555 0147')]],
  ['a coupon code by what it is for', [A('the code for the winter sale is T M 218')]],
  ['the code of a reduction', [C('I heard that you get ten percent off with the code H V seven eight T F')]],
  ['a coupon code after a one-time code', [A('we texted you a code'), C('the code N J 27 P V gives me no discount')]],
  ['the way back of a journey', [A('flight U A 758'), A('and back'), C('F R 994')]],
  ['a dialling prefix', [C('it is about my card'), C('do I need 01904 in front')]],
  [
    'two numbers that the speaker wants one of',
    [C('there is 952 643 8371 and there is 318 421 1172, I want one of these orders')],
  ],
  ['a number that is named later', [C('L X 997 654 1694'), A('thank you, and that is the tracking number')]],
  [
    'a number that an answer names',
    [C('343 140 5312'), A('343 140 5312'), A('is this an order number'), C('yes from May')],
  ],
  ['a written hour', [C('it is about my card'), C('can you call me back at 9:15')]],
];

const shownAfterCard: typeof shown = [
  ['a score', [A('zero to ten, would you recommend us'), C('six')]],
  ['a year of documents', [C('I need my statements for 2017'), A('2017 fine')]],
  ['a year in an answer', [A('do you know when the house was built'), C('1977, my father built it')]],
  ['a day', [A('and which day is the operation'), C('January 17, 2027')]],
];

const cardsOnFile: readonly string[] = [
  'I see two cards, one finishing 3308 and the other finishing 1190',
  'is that the card ending 5531 or 5513',
  'the last four of the old card were 2281, the new one is 7740',
  'is it 4417 or 4471 that my card ends with',
  'which card, 1710 or two three five eight, I only see the last four digits',
  'the app shows my card with twenty eight so eleven at the end',
  'the receipt has stars and stars and then 5210, is that my card',
  'the refund goes to the Visa ending in four three oh five',
];

const expiringThings: readonly string[] = [
  'your blue badge expires on the 5th of November 2027',
  'her railcard expires on 18 December 2027',
];

describe('CallRedactor: the wording of harmless numbers', () => {
  it.each(shown)('shows %s', (_, said) => {
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });

  it.each(shownAfterCard)('shows %s while the speakers talk of a card', (_, said) => {
    const texts = redactDialogue([A('the card number please'), C('4012 8888 8888 1881'), ...said]);
    expect(texts[1]).toBe('[CARD]');
    expect(texts.slice(2)).toEqual(said.map(([, text]) => text));
  });

  it.each([...cardsOnFile, ...expiringThings])('shows "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('shows another date than the date of birth', () => {
    const said = [A('your date of birth'), C('26th of November 1962'), A('when did you order it'), C('2 January 2026')];
    expect(redactDialogue(said)).toEqual([
      'your date of birth',
      '[BIRTH_DATE]',
      'when did you order it',
      '2 January 2026',
    ]);
  });

  it.each([
    ['and when did you order the SIM', '4/4/26'],
    ['and the travel date', '4/4/26'],
    ["when's your move", '4/4/26'],
  ])('shows the date that answers "%s" after a date of birth', (question, answer) => {
    const said = [A('your date of birth'), C('24.06.1984'), A(question), C(answer)];
    expect(redactDialogue(said).slice(2)).toEqual([question, answer]);
  });

  it.each(['what date did it happen', 'from what date shall I cancel the contract'])(
    'shows the date that answers "%s" after a social security number',
    (question) => {
      const said = [A('I have 071 04 4185 as your social, is that correct'), C('yes'), A(question), C('20/01/24')];
      expect(redactDialogue(said).slice(2)).toEqual([question, '20/01/24']);
    },
  );

  it('hides the date of birth and not an earlier date when it is asked for after "for security"', () => {
    const said = [
      A('the contract ends on two oh oh seven twenty twenty five'),
      C('okay'),
      A('and for security your date of birth'),
      C('21/03/1996'),
    ];
    expect(redactDialogue(said)).toEqual([...said.slice(0, 3).map(([, text]) => text), '[BIRTH_DATE]']);
  });

  it('tells where the IFSC is from the account beside it', () => {
    const said = [A('can you find the IFSC in your app'), C("yeah it's next to the account I D I B 0 2 3 4 0 7 5")];
    expect(redactDialogue(said)[1]).toBe("yeah it's next to the account [SORT_CODE]");
  });

  it('shows the date of an event beside the date of birth', () => {
    const said = [
      A('your date of birth and the day of the theft'),
      C('1 May 1981 and the theft was on 27 February 2025'),
    ];
    expect(redactDialogue(said)[1]).toBe('[BIRTH_DATE] and the theft was on 27 February 2025');
  });

  it.each([
    [
      'a phone number that the speaker was asked for',
      [A('your phone number'), C('202 555 0177'), A('that is the order number')],
    ],
    [
      'a number that nobody calls harmless',
      [C('202 555 0177'), A('is this an order number'), C('no, my phone number')],
    ],
    [
      'a number after a contradiction',
      [C('202 555 0177'), A('that is the order number'), C("no that's my phone number")],
    ],
  ])('hides %s', (_, said) => {
    expect(redactDialogue(said)).toContain('[PHONE]');
  });

  it('shows a word with a digit that is no part of the account that was asked for', () => {
    const said = [A('your customer account'), C('u8 card every time'), C('u9 minutes'), C('u10 invoice')];
    expect(redactDialogue(said).slice(1)).toEqual(said.slice(1).map(([, text]) => text));
  });

  it('hides a whole card that somebody calls an order number', () => {
    expect(redactDialogue([C('4012 8888 8888 1881'), A('that is the order number')])[0]).toBe('[CARD]');
  });

  it.each([
    ['a phone number after a ticket', 'ticket 99120, please call 202-555-0177', 'PHONE'],
    ['the last four of a social security number', 'my social, 1881 are the last four digits', 'SSN'],
    ['the PIN that was changed', 'I changed my PIN from eighty one to seven six seven three', 'PIN'],
    ['the code for a delivery', 'we texted you a code for the delivery, it is 662193', 'OTP'],
    ['the account for an order', 'the account number for the order is 2819 4421', 'ACCOUNT'],
  ])('hides %s', (_, text, kind) => {
    expect(redactText(text)).toContain(`[${kind}]`);
  });

  it('hides the code on the back while the speakers talk of a card', () => {
    const said = [A('the card number please'), C('4012 8888 8888 1881'), A('and the back'), C('994')];
    expect(redactDialogue(said).at(-1)).toBe('[CVV]');
  });
});
