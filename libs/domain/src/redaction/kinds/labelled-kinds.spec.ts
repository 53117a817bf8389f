import { describe, expect, it } from '@jest/globals';
import { redactAnswers, redactDialogue, redactText } from '../../../test/redact-dialogue.js';

describe('values that a label announces in the same utterance', () => {
  it.each([
    ['sort code 11 22 33 account number 48151623', 'sort code [SORT_CODE] account number [ACCOUNT]'],
    ['my account number is double four one nine oh two six seven', 'my account number is [ACCOUNT]'],
    ['please debit my account 55010234', 'please debit my account [ACCOUNT]'],
    ['my BSB is 062-104', 'my BSB is [SORT_CODE]'],
    ['the IFSC code is HDFC 0001742', 'the IFSC code is [SORT_CODE]'],
    ['the routing number is zero two one oh oh oh oh two one', 'the routing number is [ROUTING]'],
    ['my iban is n l nine one a b n a oh four one seven one six four three hundred', 'my iban is [IBAN]'],
    ['iban ES91 2100 0418 4502 0005 1332 please', 'iban [IBAN] please'],
    ['my pin is nine oh four one', 'my pin is [PIN]'],
    ['four seven one one is my pin', '[PIN] is my pin'],
    ['the one-time code is 881 204', 'the one-time code is [OTP]'],
    ['the code you just texted me is 55 12 90', 'the code you just texted me is [OTP]'],
    ['my national insurance number is AB 12 34 56 C', 'my national insurance number is [NATIONAL_ID]'],
    ['my DNI is 12345678 Z', 'my DNI is [NATIONAL_ID]'],
    ['my PAN is A B C P E 1 2 3 4 F', 'my PAN is [NATIONAL_ID]'],
    ['PAN card number bcdpf5446m', 'PAN card number [NATIONAL_ID]'],
    ['my permanent account number is B C D P F 5 4 4 6 5 4 4 6 M', 'my permanent account number is [NATIONAL_ID]'],
    ['my NHS number is 943 476 5919', 'my NHS number is [NATIONAL_ID]'],
    ['my Medicare number is 2951 82376 1', 'my Medicare number is [NATIONAL_ID]'],
    ['my unique taxpayer reference is 12345 67890', 'my unique taxpayer reference is [NATIONAL_ID]'],
    ['Sozialversicherungsnummer 65 180839 J 003', 'Sozialversicherungsnummer [NATIONAL_ID]'],
    ['my Personalausweis number is L01X00T47', 'my Personalausweis number is [NATIONAL_ID]'],
    ['número de la seguridad social 28 1234567840', 'número de la seguridad social [NATIONAL_ID]'],
    ['my taxpayer identification number is 912 70 1234', 'my taxpayer identification number is [SSN]'],
    ['the PAN is 4111 1111 1111 1112', 'the PAN is [CARD]'],
    ['my licence number is morga 657054 sm9ij', 'my licence number is [LICENCE]'],
    ['ifsc code icic 0000416', 'ifsc code [SORT_CODE]'],
    ['passport number C01X00T47', 'passport number [PASSPORT]'],
    ["my driver's license is d one two three four five six seven", "my driver's license is [LICENCE]"],
    ['i was born on the 14th of june 1984', 'i was born on the [BIRTH_DATE]'],
    ['meine Kontonummer ist vier acht null zwo sieben eins', 'meine Kontonummer ist [ACCOUNT]'],
    ['mi DNI es uno dos tres cuatro cinco seis siete ocho z', 'mi DNI es [NATIONAL_ID]'],
    ['ni number ab 12 34 56 c', 'ni number [NATIONAL_ID]'],
    ['iban gb33 buka 2020 1555 5555 55', 'iban [IBAN]'],
    ['date of birth oh four twenty two seventy one', 'date of birth [BIRTH_DATE]'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe('values that answer a question', () => {
  it.each([
    ['and what is your PIN', ['um one one two nine'], ['um [PIN]']],
    ['please read me the verification code we just texted you', ['okay five five zero nine one two'], ['okay [OTP]']],
    ['your Aadhaar number please', ['2341 2341', '2346'], ['[NATIONAL_ID]', '[NATIONAL_ID]']],
    [
      'could you give me your PAN',
      ['yes K for king J for John H for Henry P for Peter B for boy', 'nine two one four A for apple'],
      ['yes [NATIONAL_ID]', '[NATIONAL_ID]'],
    ],
    ['name and PAN please', ["it's D-Y-F-P-B 6-5-1-0", 'A'], ["it's [NATIONAL_ID]", '[NATIONAL_ID]']],
    ['may I have the passport number', ['p as in papa four', 'five five one two seven'], ['[PASSPORT]', '[PASSPORT]']],
    [
      'what is your tax file number',
      ['one two three', 'four five six', 'seven eight two'],
      ['[NATIONAL_ID]', '[NATIONAL_ID]', '[NATIONAL_ID]'],
    ],
    ['when were you born', ['third of may nineteen sixty six'], ['[BIRTH_DATE]']],
  ])('%s', (question, answers, expected) => {
    expect(redactAnswers(question, answers)).toEqual(expected);
  });

  it('tells the sort code from the account number when one question asks for both', () => {
    expect(redactAnswers('your sort code and account number please', ['20 11 07', 'and 41 32 57 90'], 'GB')).toEqual([
      '[SORT_CODE]',
      'and [ACCOUNT]',
    ]);
  });

  it('hides what the other side reads back', () => {
    expect(
      redactDialogue([
        ['AGENT', 'the routing number please'],
        ['CUSTOMER', '021 000 089'],
        ['AGENT', 'zero two one zero zero zero zero eight nine thanks'],
      ]),
    ).toEqual(['the routing number please', '[ROUTING]', '[ROUTING] thanks']);
  });
});

describe('values that their check digits prove', () => {
  it('hides an IBAN that nobody announced, and leaves one with wrong check digits', () => {
    expect(redactText('send it to DE89 3704 0044 0532 0130 00')).toBe('send it to [IBAN]');
    expect(redactText('part DE12 3704 AB')).toBe('part DE12 3704 AB');
  });

  it('hides a Spanish DNI in Spanish calls only', () => {
    expect(redactText('soy 12345678Z', 'ES')).toBe('soy [NATIONAL_ID]');
    expect(redactText('order 12345678Z', 'GB')).toBe('order 12345678Z');
  });
});

describe('harmless numbers beside words of private ones', () => {
  it.each([
    'the zip code is 60614',
    'my area code is 415',
    'the promo code is 88213',
    'it shows error code 4041',
    'my account manager called me 3 times since 2019',
    'I opened the account in 2014',
    'your account was charged 1250 dollars',
    'the reference number is 77120934',
    'drop a pin at 1200 main street',
    'the license plate is on file since 2018',
    'my routing to the store takes 45 minutes',
    'my passport expires next year',
    'the car was born to run 500 miles',
    'my birthday is next week',
    'the booking code is 49201',
    'I got a text about order number 5512907',
    'the UTR of the transfer is 418273645019',
    'the frying pan is article 5512907',
  ])('leaves "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
