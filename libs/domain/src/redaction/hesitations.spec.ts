import { describe, expect, it } from '@jest/globals';
import { redactAnswers, redactDialogue, redactText } from '../../test/redact-dialogue.js';

describe('a value that is interrupted', () => {
  it.each([
    ['the account number is 4132 hang on 5799', 'the account number is [ACCOUNT]'],
    ['my sort code is 10 22 let me see 41', 'my sort code is [SORT_CODE]'],
    ['my aadhaar number is 2341 2341 you know 2346', 'my aadhaar number is [NATIONAL_ID]'],
    ['ifsc code h d f c one sec 0 0 0 1 7 4 2', 'ifsc code [SORT_CODE]'],
    ["the routing number is 021 it's on the cheque 000 089", 'the routing number is [ROUTING]'],
    ['my card number is 4111 1111 hang on 1111 1111', 'my card number is [CARD]'],
    ['my phone number is 415 555 where did it go 0134', 'my phone number is [PHONE] where did it go [PHONE]'],
    ['it expires march bear with me twenty eight', 'it expires [EXPIRY]'],
    ['my email is ana torres 7 hang on at icloud dot com', 'my email is [EMAIL]'],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('is hidden over the answers of the other side', () => {
    expect(
      redactDialogue([
        ['AGENT', 'which account number should we refund'],
        ['CUSTOMER', '712'],
        ['AGENT', 'uh-huh'],
        ['CUSTOMER', '802'],
        ['AGENT', 'got that'],
        ['CUSTOMER', '898811 please'],
      ]).filter((_, index) => index % 2 === 1),
    ).toEqual(['[ACCOUNT]', '[ACCOUNT]', '[ACCOUNT] please']);
  });

  it('ends where the speaker says something else with a number of its own', () => {
    expect(redactText('my licence number is T3391028 and the policy covers 1985')).toBe(
      'my licence number is [LICENCE] and the policy covers 1985',
    );
  });
});

describe('a value that the speaker corrects or says twice', () => {
  it.each([
    ['my sort code is 51 04 12 scratch that 56', 'my sort code is [SORT_CODE]'],
    ['the account number is 875191 83 oops I meant 6676', 'the account number is [ACCOUNT]'],
    ['my SIN is 622 311 885 correction 194', 'my SIN is [NATIONAL_ID]'],
    ['it expires oh nine twenty six scratch that twenty seven', 'it expires [EXPIRY]'],
    ['my sort code is 08 25 75 oh no that is 29', 'my sort code is [SORT_CODE]'],
    ['the account number is 7641 87 no it should be 7015', 'the account number is [ACCOUNT]'],
    ['IFSC is i c i c oh sorry nine seven five two three one', 'IFSC is [SORT_CODE]'],
    ['it expires January 72 oh no that is twenty thirty two', 'it expires [EXPIRY]'],
    ['my date of birth is oh nine nineteen nineteen forty seven', 'my date of birth is [BIRTH_DATE]'],
    ['my email is lucia_navarro lucia_navarro at gmx.de', 'my email is [EMAIL]'],
    ['my email is jessica.morales sorry at gmail.com', 'my email is [EMAIL]'],
    ['my cvv is 252 252', 'my cvv is [CVV]'],
    ['my date of birth is the twenty second sorry December nineteen sixty two', 'my date of birth is the [BIRTH_DATE]'],
    ['the expiry date is oh nine oh nine twenty six', 'the expiry date is [EXPIRY]'],
    ['my email is ana at icloud dot com no no at comcast dot net', 'my email is [EMAIL]'],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('is recognised when the other side reads it back once', () => {
    expect(
      redactDialogue([
        ['AGENT', 'what is the cvv'],
        ['CUSTOMER', 'four nine one four nine one'],
        ['AGENT', 'four nine one thanks'],
      ]),
    ).toEqual(['what is the cvv', '[CVV]', '[CVV] thanks']);
  });
});

describe('labels', () => {
  it.each([
    ["my account number's 71196348", "my account number's [ACCOUNT]"],
    ['the PIN that I use is 4071', 'the PIN that I use is [PIN]'],
    ['the CID on my card is 3167', 'the CID on my card is [CVV]'],
    ['ring me back any time on 01 61 437 25 50', 'ring me back any time on [PHONE]'],
    ['please send the invoice to angus dot field 88 at sky dot com', 'please send the invoice to [EMAIL]'],
    ['my card is good through the ninth month of 2028', 'my card is good through the [EXPIRY]'],
  ])('announce the value in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('tell a code that was sent from the code of a card', () => {
    expect(redactAnswers('please read out the security code that we sent to your phone', ['713 046'])).toEqual([
      '[OTP]',
    ]);
  });

  it('name the date of a card only while the speakers talk of one', () => {
    expect(redactAnswers('and when does the card run out', ['oh nine twenty eight'])).toEqual(['[EXPIRY]']);
    expect(redactText('my contract runs out in march 2027')).toBe('my contract runs out in march 2027');
  });
});

describe('harmless numbers', () => {
  it.each([
    'the area pin code is 861079',
    'the order I was given is 567 331 23',
    'the payment should be seventy one thirteen',
    'thank you, eleven eighty eight has been taken from your card',
    'drop a pin at 1200 main street',
  ])('stay readable in "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('stay readable after a private number, and when somebody reads them back', () => {
    expect(
      redactDialogue([
        ['AGENT', 'and the security code'],
        ['CUSTOMER', '1540'],
        ['AGENT', 'thank you, $14.65 has been taken from your card'],
        ['CUSTOMER', '$14.65 lovely'],
      ]).slice(2),
    ).toEqual(['thank you, $14.65 has been taken from your card', '$14.65 lovely']);
  });

  it('do not keep the read-back of a private number visible', () => {
    expect(
      redactDialogue([
        ['CUSTOMER', 'I got a letter about order 360662'],
        ['AGENT', 'can you verify your social'],
        ['CUSTOMER', '126 40 7112'],
        ['AGENT', '126 40 7112'],
      ]),
    ).toEqual(['I got a letter about order 360662', 'can you verify your social', '[SSN]', '[SSN]']);
  });
});
