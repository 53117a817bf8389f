import { describe, expect, it } from '@jest/globals';
import { redactAnswers, redactText } from '../../test/redact-dialogue.js';

describe('the number of an account that no label names', () => {
  it.each([
    ['my salary goes into 40213399', 'my salary goes into [ACCOUNT]'],
    ['pay it to 40213399 at Natwest', 'pay it to [ACCOUNT] at Natwest'],
    ['with Monzo, number 40213399', 'with Monzo, number [ACCOUNT]'],
    ["my bank's number for me is 40213399", "my bank's number for me is [ACCOUNT]"],
    ['can you switch my standing order to 40213399', 'can you switch my standing order to [ACCOUNT]'],
    ['I closed 40213399 last month, that was my account', 'I closed [ACCOUNT] last month, that was my account'],
    ['they took sixty pounds out of 40213399', 'they took sixty pounds out of [ACCOUNT]'],
    ['40213399 is where my salary goes', '[ACCOUNT] is where my salary goes'],
    ['send my commission to 40213399 sort code 20 44 51', 'send my commission to [ACCOUNT] sort code [SORT_CODE]'],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'where would you like the money',
    'which bank are you with and what is the number',
    'how would you like to be reimbursed',
    'and the eight digits of the account',
    "I can't find that account, can you read the number again",
    "and what's the account we're paying into",
    'the account you want it in',
    "what's the beneficiary's number",
    'could you look at your cheque book and tell me the last set of digits',
    'what are the details for the payout',
  ])('is hidden in the answer to "%s"', (question) => {
    expect(redactAnswers(question, ['40213399'])).toEqual(['[ACCOUNT]']);
  });
});

describe('a one-time code that no label names', () => {
  it.each([
    ["your text just arrived it's 551092", "your text just arrived it's [OTP]"],
    ['my phone just buzzed, 772019', 'my phone just buzzed, [OTP]'],
    ['it came up as 551204 on my phone', 'it came up as [OTP] on my phone'],
    ['your robot just called me and said 551204', 'your robot just called me and said [OTP]'],
    ['somebody made me read out 551209 from a text', 'somebody made me read out [OTP] from a text'],
    [
      'two texts came, the first was 912687 and the second 551204',
      'two texts came, the first was [OTP] and the second [OTP]',
    ],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    "I've just pinged something over to your handset, what does it show",
    'there should be a little window on your screen with some digits',
    'could you tell me what we sent you',
    'please read me the number from your token',
    'did the security code come through',
    'did the text arrive',
    "I'm triggering the two factor now",
    'have you got anything on WhatsApp, what are the digits of the text',
  ])('is hidden in the answer to "%s"', (question) => {
    expect(redactAnswers(question, ['551204'])).toEqual(['[OTP]']);
  });

  it('may have eight digits in several finals', () => {
    expect(redactAnswers('I have sent you a code by text, can you read it to me', ['82 10', '56', '68'])).toEqual([
      '[OTP]',
      '[OTP]',
      '[OTP]',
    ]);
  });
});

describe('a harmless number beside words of banks and messages', () => {
  it.each([
    'the app shows a balance of 1250 pounds',
    'I transferred 12500 to my savings',
    'I paid the deposit on 12 03 2026',
    'my rent is 1450 and it goes up to 1500',
    'the app says my flight is BA 2490',
    'I received a message about policy 88120034',
    'the message says error 5031',
    'I earned 12500 points from my bank last year',
  ])('stays readable in "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['what does the app say the reading is', '48812'],
    ['what total is showing in the app', '1204 50'],
    ['which policy does the premium come from', '88120034'],
    ["what's the tracking in the text", '7712003219'],
  ])('stays readable in the answer to "%s"', (question, answer) => {
    expect(redactAnswers(question, [answer])).toEqual([answer]);
  });
});
