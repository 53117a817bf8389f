import { describe, expect, it } from '@jest/globals';
import type { CountryCode } from 'libphonenumber-js';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];
const last = (said: readonly Said[], country?: CountryCode): string | undefined => redactDialogue(said, country).at(-1);

describe('CallRedactor: whose number it is', () => {
  it.each([
    [
      'the card that you charged for order number 447182 is 4012 8888 8888 1882',
      'the card that you charged for order number 447182 is [CARD]',
    ],
    ['the passport I used for the booking was 533 801 221', 'the passport I used for the booking was [PASSPORT]'],
    [
      "I'm calling about the line on 0407590708, the phone number on the account",
      "I'm calling about the line on [PHONE], the phone number on the account",
    ],
    [
      'for flight LB 9330 I paid with 4012 8888 8888 1882 which is a Mastercard',
      'for flight LB 9330 I paid with [CARD] which is a Mastercard',
    ],
    ['pay it into 41325799, that is my account', 'pay it into [ACCOUNT], that is my account'],
    ['passport number a b a b 3 0 7 8 8 9', 'passport number [PASSPORT]'],
    ['the imei of the phone is 356938035643809', 'the imei of the phone is 356938035643809'],
    ['the PIN for my debit card is 4829', 'the PIN for my debit card is [PIN]'],
  ])('reads "%s"', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    ['what zip is the card registered to', '90210'],
    ['the serial number is on the back of the router', '4472 9183'],
    ['what is the fifteen digit IMEI number', '356938035643809'],
    ['customer number, six digits', '448201'],
    ['after the card number I need your customer number', '448201'],
    ['order number, not the card number', '90045512'],
    ['how many do you need', '286 of them please'],
    ['what year is the car', 'nineteen eighty four'],
    ['when would you like to travel', 'ten twenty seven twenty twenty six'],
    ['what is the balance on the card', '1204'],
  ])('shows the answer to "%s" after a card', (question, answer) => {
    const said = [A('the card number please'), C('it is 4012 8888 8888 1881'), A(question), C(answer)];
    expect(last(said)).toBe(answer);
  });

  it('ends a harmless name at its number, so that what somebody asks for next is private', () => {
    expect(last([A('is it the account with the 791 area code'), C('yes'), C('316 is the security code')])).toBe(
      '[CVV] is the security code',
    );
    expect(
      last([A('the ticket number please'), C('4072 519'), A('and the card number'), C('4752 8665 2449 8401')]),
    ).toBe('[CARD]');
    expect(redactDialogue([A('the ticket number please'), C('4072 519'), A('and the card'), C('4752 8665')])[1]).toBe(
      '4072 519',
    );
  });

  it('shows a harmless number again, also where a private one is asked for', () => {
    const said = [A('I use the card ending 5915, I just need the security code'), C("that's five nine one five then")];
    expect(last(said)).toBe("that's five nine one five then");
  });

  it('begins an e-mail address after the question for it', () => {
    const said = [A('the store please'), C('I do, 6562'), A('and the email'), C('m minus vogel at gmx dot de')];
    expect(redactDialogue(said)[1]).toBe('I do, 6562');
    expect(last(said)).toBe('[EMAIL]');
  });
});

describe('CallRedactor: parts of a value', () => {
  it.each<[string, string, string, CountryCode]>([
    ['passport number please', '966 499 sorry the light is bad in here 649', '[PASSPORT]', 'US'],
    ['your IFSC please', 'WAVT 47 let me start that bit again 0522261', '[SORT_CODE]', 'IN'],
    [
      'date of birth and social security number please',
      '4th of October 2005 and 298 98 4301',
      '[BIRTH_DATE] and [SSN]',
      'US',
    ],
    ['number and expiry please', '4012 8888 8888 1881, 03 28', '[CARD], [EXPIRY]', 'US'],
    [
      'your phone number',
      '415 sorry there is a truck outside 555 0134',
      '[PHONE] sorry there is a truck outside [PHONE]',
      'US',
    ],
  ])('hides the answer to "%s": "%s"', (question, answer, shown, country) => {
    expect(last([A(question), C(answer)], country)).toBe(shown);
  });

  it.each([
    ['passport number 808 539', '778 on the booking', '[PASSPORT] on the booking'],
    [
      'the routing number is 0849 0955',
      '4 and the reference number is 340894',
      '[ROUTING] and the reference number is 340894',
    ],
    ['my account number is 12345678', 'one invoice is 55091', 'one invoice is 55091'],
    ["driver's license number D8606447", 'I was charged twice', 'I was charged twice'],
  ])('after "%s", reads "%s"', (first, second, shown) => {
    expect(last([C(first), C(second)])).toBe(shown);
  });

  it('begins another value of a bank account when the other side asks for it', () => {
    const said = [A('account number first'), C('90548060'), A('and the sort code'), C('79 16 04')];
    expect(last(said, 'GB')).toBe('[SORT_CODE]');
  });
});

describe('CallRedactor: names of codes', () => {
  it.each([
    'I have just texted you a six digit number, can you read it out',
    'you should have got a text from us, what does it say',
    'open your authenticator app and give me the number',
    "what's the code",
    'please read me the digits from the text',
    'could you confirm the six digit security code',
  ])('hides the answer to "%s" as a one-time code', (question) => {
    expect(last([A(question), C('482910')])).toBe('[OTP]');
  });

  it('hides a security code from the back, and what a phone is asked for only with a number', () => {
    expect(last([C('do you need the code from the back too'), A('yes please'), C('908')])).toBe('[CVV]');
    expect(last([A('your order number'), C('my phone is slow'), A('no problem'), C('44820177')])).toBe('44820177');
  });

  it('calls a tax ID a social security number in the United States only', () => {
    expect(last([A('and your tax ID'), C('86 095 742 719')], 'DE')).toBe('[NATIONAL_ID]');
    expect(last([A('and your tax ID'), C('123 45 6789')], 'US')).toBe('[SSN]');
  });
});

describe('CallRedactor: between the parts of a number', () => {
  it('hides a part that the other side says again before the number is whole', () => {
    const said = [A('your sort code please'), C('two oh'), A('two oh'), C('forty six ninety nine')];
    expect(redactDialogue(said, 'GB').slice(1)).toEqual(['[SORT_CODE]', '[SORT_CODE]', '[SORT_CODE]']);
    const licence = [A('your licence number'), C('F for Florence 356'), A('F for Florence 356'), C('171 C 307')];
    expect(redactDialogue(licence)[2]).toBe('[LICENCE]');
  });

  it('shows a part that the other side says again when the number is harmless', () => {
    const said = [A('your order number please'), C('three one nine four'), A('three one nine four'), C('eight seven')];
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });

  it.each([
    ['the tax year, which one was it', 'nineteen ninety three'],
    ['and the gas reading today', '70413'],
    ['age of the patient', 'fifty nine'],
    ['how would you rate this call', 'ten'],
    ['may I ask what the colour code on the lid says', '4471'],
  ])('ends a whole number at a new question: "%s"', (question, answer) => {
    const said = [A('your bank account number please'), C('2000 7295'), A(question), C(answer)];
    expect(last(said)).toBe(answer);
  });

  it.each([
    ["nine seven nine what's that three one", '[OTP]'],
    ['two six three I start new two six three nine four two', '[OTP]'],
    ['oh yes, 448 291', 'oh yes, [OTP]'],
    ['zero seven three two five one, that is what it says', '[OTP], that is what it says'],
  ])('hides the one-time code "%s"', (answer, shown) => {
    expect(last([A('your one time password please'), C(answer)])).toBe(shown);
  });

  it('reads a harmless number back without what its speaker corrected', () => {
    const said = [C('the IMEI is 86499 86499 50165 49806'), A('so it would be 864995016549806')];
    expect(last(said)).toBe('so it would be 864995016549806');
    expect(last([C('two IMEIs, 351726301258088 and 354014745855398'), A('354014745855398, okay')])).toBe(
      '354014745855398, okay',
    );
  });
});

describe('CallRedactor: names that end early or come late', () => {
  it.each([
    ["may I have the tenant's date of bir", 'April 13 2016', '[BIRTH_DATE]'],
    ['has the verification text arrived', '658960', '[OTP]'],
    ['that code has expired, I am sending another one', 'the new code is 532573', 'the new code is [OTP]'],
  ])('hides the answer to "%s"', (question, answer, shown) => {
    expect(last([A(question), C(answer)])).toBe(shown);
  });

  it.each([
    [
      'the new card goes till March twenty nine, the old one stopped 04/27',
      'the new card goes till [EXPIRY], the old one stopped [EXPIRY]',
    ],
    ["my visa expires january 72 no that's wrong thirty-four", 'my visa expires [EXPIRY]'],
    ['I have the eighth of June nineteen thirty four as your birthday', 'I have the [BIRTH_DATE] as your birthday'],
    ['is 0753 538 4724 the right mobile', 'is [PHONE] the right mobile'],
    ['grace ofori at verizon dot net', '[EMAIL]'],
    [
      'send it to bo lee at gmail dot com and copy in al underscore roy at aol dot com',
      'send it to [EMAIL] and copy in [EMAIL]',
    ],
    [
      'I want the statements for nineteen seventy one and 2012',
      'I want the statements for nineteen seventy one and 2012',
    ],
    ['is policy AJP 4686735 still running', 'is policy AJP 4686735 still running'],
  ])('reads "%s"', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    ['what PIN did you set for the app', 'I always use 4829', 'I always use [PIN]'],
    ['your voicemail pass code', '4829', '[PIN]'],
    ['please call my neighbour', 'her number is 08 9986 3049', 'her number is [PHONE]'],
    ['what is the code on the front of the Amex', '7268', '[CVV]'],
    ['what does the authenticator show', '482 910', '[OTP]'],
  ])('names the answer to "%s"', (question, answer, shown) => {
    expect(last([A(question), C(answer)])).toBe(shown);
  });

  it('takes "my number" for a phone number unless another number is asked for', () => {
    expect(last([C('my number is 4471 9920 1')])).toBe('my number is [PHONE]');
    expect(last([A('your order number please'), C('my number is 447 199 201')])).toBe('my number is 447 199 201');
  });

  it('takes a pin code for a postcode in India only', () => {
    expect(last([A('the pin code of the flat'), C('751 363')], 'IN')).toBe('751 363');
    expect(last([A('your pin code please'), C('7513')], 'GB')).toBe('[PIN]');
  });
});
