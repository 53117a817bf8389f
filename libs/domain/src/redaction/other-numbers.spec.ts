import { describe, expect, it } from '@jest/globals';
import { redactDialogue, turnsOf } from '../../test/redact-dialogue.js';

describe('numbers after asides, owners and interruptions', () => {
  it.each([
    "A: what's your policy number / C: can I ask how long this will take / A: only a couple of minutes / C: 609 884 0595",
    "A: what's your order number / C: how many days does it take / A: not long / C: 415 555 0134",
    'C: my policy number is four two four three two seven where is it eight double nine nine / A: okay, 4243278999',
    'A: have you got your account number / C: no only the policy number M V 970 nine four seven sorry 012 / A: m v 970 012',
    'C: life cover, policy LTJ / A: I follow / C: 0352647',
    'C: it is policy hotel bravo charlie / A: hotel bravo charlie / C: 312 555 0147',
    'C: the funeral plan has the policy number 597 / A: and the rest / C: 8269374 my wife took it out',
    'C: I have two policies t r v eight eight six three oh oh for the phone and G D 807 586 35 for the laptop',
  ])('hides nothing: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))).toEqual(turnsOf(call).map(([, text]) => text));
  });

  it.each([
    [
      "A: what's your policy number / C: my card is lost / A: the card number then / C: how long does it take / C: 4111 111",
      '[CARD]',
    ],
    [
      'C: my neighbour takes my parcels in, his phone number is 702 438 4028',
      'my neighbour takes my parcels in, his phone number is [PHONE]',
    ],
    ["C: I've got a new mobile, the number is 0425 490 409", "I've got a new mobile, the number is [PHONE]"],
    ['A: what number are you porting over / C: 0495-423-129', '[PHONE]'],
    ['C: got a new SIM so the mobile changed / A: okay, to / C: 01612510678', '[PHONE]'],
    ['C: some guy rang from 608 361 361 519', 'some guy rang from [PHONE]'],
    ['C: they took sixty pounds out of 40213399', 'they took sixty pounds out of [ACCOUNT]'],
    [
      "A: what's your policy number / C: H P 3995 6684 / C: W K 15 67 90 B / A: and is that your NI number",
      'and is that your NI number',
    ],
    [
      'C: my card is 4012 8888 8888 1881, it expires March 28, and 441 on the back',
      'my card is [CARD], it expires [EXPIRY], and [CVV] on the back',
    ],
    [
      'C: my card is 4012 8888 8888 1881, it expires March 28, and 441 at the back',
      'my card is [CARD], it expires [EXPIRY], and [CVV] at the back',
    ],
    [
      'C: amex 3782 822463 10005 exp one two twenty six front code 4 4 1 9',
      'amex [CARD] exp [EXPIRY] front code [CVV]',
    ],
    ['C: amex 3782 822463 10005 exp 12 26 four digit code 4419', 'amex [CARD] exp [EXPIRY] four digit code [CVV]'],
    ['C: card 4012 8888 8888 1881 exp 03 28 sec code 441', 'card [CARD] exp [EXPIRY] sec code [CVV]'],
    ['A: the card / C: amex 3782 822463 10005 / A: front code / C: 4419', '[CVV]'],
    ['A: the card / C: visa 4012 8888 8888 1881 / A: and the back code / C: 441', '[CVV]'],
    ['A: we texted you a four digit code / C: 4471', '[OTP]'],
  ])('hides what is private: "%s"', (call, last) => {
    expect(redactDialogue(turnsOf(call)).at(-1)).toBe(last);
  });
});

describe('addresses of which the rest never comes', () => {
  it.each([
    ["C: e-mail's priya dot s", "e-mail's [EMAIL]"],
    ['C: my email is priya underscore shah', 'my email is [EMAIL]'],
    ["A: your email please / C: it's tom underscore", "it's [EMAIL]"],
    ["A: I have lena dot schulz at gmx dot de, right? / C: no, it's lena minus schulz", "no, it's [EMAIL]"],
    ['A: I have lena dot schulz at gmx dot de, right? / C: no, lena with two n dot schulz', 'no, [EMAIL]'],
    ['A: I have lena dot schulz at gmx dot de, right? / C: no not dot, underscore schulz', 'no not [EMAIL]'],
  ])('hides what was said of them: "%s"', (call, last) => {
    expect(redactDialogue(turnsOf(call)).at(-1)).toBe(last);
  });

  it.each([
    'C: my email is kevin underscore / C: the number seven / C: at yahoo dot co dot uk',
    'C: my email is kevin underscore / C: the letter k / C: at yahoo dot co dot uk',
    'C: my email is kevin / C: then a dot / C: then smith / C: at yahoo dot com',
    'C: my email is kevin / C: the number seven / C: at yahoo dot com',
  ])('hides each part of one in several finals: "%s"', (call) => {
    const texts = redactDialogue(turnsOf(call));
    expect(texts).toEqual(['my email is [EMAIL]', ...texts.slice(1).map(() => '[EMAIL]')]);
  });

  it.each([
    'A: your email / C: hold on / C: version 17 dot 4',
    'C: tom dot lee is the name of the shop',
    'A: the error code / C: E dash 17',
    'A: it is version two dot one / C: no, version two dot three',
  ])('hides nothing: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))).toEqual(turnsOf(call).map(([, text]) => text));
  });
});

describe('numbers after a sigh, beside other words and before a warning', () => {
  it.each([
    ['A: when does the card run out / C: oh 09/28', 'oh [EXPIRY]'],
    ['A: when does the card run out / C: oh May 28', 'oh [EXPIRY]'],
    [
      'C: I sent a scan of my passport to a fake site number 275 239 075',
      'I sent a scan of my passport to a fake site number [PASSPORT]',
    ],
    ['A: hello, this is about your policy / C: can you ring 212 555 0186', 'can you ring [PHONE]'],
    ['C: my account changed from 4471 8820 to 5512 0934', 'my account changed from [ACCOUNT]'],
  ])('hides the number: "%s"', (call, last) => {
    expect(redactDialogue(turnsOf(call)).at(-1)).toBe(last);
  });

  it.each([
    'C: 5 1 4 1 / A: Thanks, but next time please type your PIN, do not say it.',
    'C: Three five six nine. / A: in future please enter your PIN on the keypad',
  ])('hides the PIN that somebody should not have said: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))[0]).toMatch(/^\[PIN\]\.?$/);
  });

  it.each([
    'C: my meter says 4471 / A: next time please type your PIN on our line',
    'A: your card number / C: no, sorry / A: you need to dial 01223 first, the area code',
  ])('hides nothing: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))).toEqual(turnsOf(call).map(([, text]) => text));
  });
});
