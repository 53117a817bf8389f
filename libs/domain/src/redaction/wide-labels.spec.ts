import { describe, expect, it } from '@jest/globals';
import { redactAnswers, redactDialogue, redactText } from '../../test/redact-dialogue.js';

describe('a value that begins with letters', () => {
  it.each([
    ['my account number with you is TY 188 8221', 'my account number with you is [ACCOUNT]'],
    ['account number h seven five seven one oh seven six', 'account number [ACCOUNT]'],
    ['got the code from your text, J35-E51', 'got the code from your text, [OTP]'],
    ['it says your verification code is m seven nine v eight three', 'it says your verification code is [OTP]'],
  ])('is hidden with them in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('is hidden when each final holds a part', () => {
    expect(redactAnswers('what is the code in the text we sent', ['Y 4 2', 'N 9 1'])).toEqual(['[OTP]', '[OTP]']);
  });
});

describe('a value that is far from its name', () => {
  it.each([
    [
      'she wrote my account number on a slip of paper, I hope I can read it, 8694 6022',
      'she wrote my account number on a slip of paper, I hope I can read it, [ACCOUNT]',
    ],
    [
      'my driving licence went through the wash but I can still read the number 51397636',
      'my driving licence went through the wash but I can still read the number [LICENCE]',
    ],
    [
      'I got a TAN by text but I made no transfer, it was 745954',
      'I got a TAN by text but I made no transfer, it was [OTP]',
    ],
  ])('is hidden in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('is no date after the date of birth', () => {
    expect(redactText('I was born on the 2nd of May 1949 and I retired in 2014')).toBe(
      'I was born on the [BIRTH_DATE] and I retired in 2014',
    );
  });
});

describe('a question that names the value before it', () => {
  it.each([
    ['3927 5519', 'Is that the account number?', '[ACCOUNT]'],
    ['07 05 79', 'Is this the sort code?', '[SORT_CODE]'],
  ])('hides "%s" before "%s"', (value, question, expected) => {
    const [text] = redactDialogue(
      [
        ['CUSTOMER', value],
        ['AGENT', question],
        ['CUSTOMER', 'Yes.'],
      ],
      'GB',
    );
    expect(text).toBe(expected);
  });
});

it('hides a code that answers what it was', () => {
  const [text] = redactDialogue([
    ['CUSTOMER', '36425.'],
    ['AGENT', 'What is that?'],
    ['CUSTOMER', 'The code you just texted me.'],
  ]);
  expect(text).toBe('[OTP].');
});

it('hides the account that its owner announces', () => {
  expect(redactAnswers("I'll give you the account", ['92746400'])).toEqual(['[ACCOUNT]']);
});

describe('a code', () => {
  it.each(['the code YB73GB gives me no discount', 'the coupon has a code, 55120'])(
    'of a shop stays readable in "%s"',
    (text) => {
      expect(redactText(text)).toBe(text);
    },
  );

  it('of a machine is no part of a one-time code', () => {
    const answer = 'my dishwasher flashes P87';
    expect(redactAnswers('I sent you a code by text', [answer])).toEqual([answer]);
  });

  it('that somebody got by text is hidden, whatever it is called', () => {
    expect(redactAnswers('the driver needs the delivery code that you got by text', ['that is 18450'])).toEqual([
      'that is [OTP]',
    ]);
  });
});
