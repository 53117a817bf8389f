import type { RedactionKind } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import { redactDialogue, turnsOf } from '../../test/redact-dialogue.js';

describe('ordinary calls', () => {
  it.each<[RedactionKind, string, string]>([
    ['LICENCE', "A: do you have a learner's permit / C: yeah / A: what's the number on it", 'T 62 118 450'],
    ['LICENCE', 'A: the DLN please', '8 8 1 0 4 2 2 7'],
    ['LICENCE', "A: what's your CDL number", '4 4 1 8 8 2 0 3 1'],
    [
      'LICENCE',
      "A: have you had the driver's license for more than a year / C: yes / A: the number",
      '9 4 0 2 9 1 9 0',
    ],
    ['OTP', 'A: what number do you see in the text', '4 8 1 0 9 2'],
    ['OTP', "A: I've emailed you a number to confirm it's you", '5 0 1 9 2 2'],
    ['OTP', 'C: it just buzzed / A: go ahead', '8 8 4 1 0 2'],
    ['OTP', 'A: we use two step here, check your phone', '8 0 0 1 2 4'],
    ['OTP', 'A: I need the reset code from your mail', '4 4 8 1 9 0'],
    ['EXPIRY', 'A: expiration / C: of the licence / A: no of the credit card', '05/27'],
    ['PHONE', "C: I don't hear the mobile so ring the house / A: what's the number there", '804-350-7836'],
    ['PHONE', 'A: and the phone number / C: area code 804 / A: okay', '575 1635'],
    ['OTP', 'A: did anything arrive on your phone', '448 102'],
    ['OTP', 'A: tap on generate and read me what you see', '4419 02'],
    ['PHONE', 'A: the driver could not reach you', '618 555 8104'],
    ['PHONE', 'A: can we text you the tracking link', '608 557 887'],
    ['PHONE', 'A: I will open the booking / C: thanks / A: your number', '415 555 0134'],
    ['PHONE', 'A: text or email / C: text please / A: to which number', '638 555 785'],
    ['PHONE', 'A: which line has the fault', '0117 496 0211'],
  ])('hides the answer of kind %s: "%s"', (kind, question, value) => {
    expect(redactDialogue([...turnsOf(question), ['CUSTOMER', value]]).at(-1)).toBe(`[${kind}]`);
  });

  it.each([
    ['OTP', 'C: I keep getting codes I did not ask for, the last was 161290'],
    ['OTP', 'C: I typed 811024 in the box and it said invalid code'],
    ['OTP', 'A: we texted you a code for the delivery, it is 662193'],
    ['OTP', "A: your security code is 161290, it's good for ten minutes"],
    ['OTP', "C: I'm getting messages with numbers, like 551822, from you"],
    ['OTP', "C: it's just come through now, six six one double nine"],
    ['OTP', 'C: my security key shows 882019'],
    ['OTP', "A: I've sent the code to the number ending 4125 / C: that's my work phone, hold on, okay, 911987"],
    ['OTP', 'C: the first code 505319 has expired / C: now there is 2 6 9 5 8 1'],
    ['SSN', 'A: which tax number goes on the form / C: my social security number, 164 64 / A: ok / C: 2327'],
    ['SSN', 'A: can you give me the last four of the social / C: yep forty five wait seven oh'],
    ['PHONE', "C: you've got my old number the new one for calls and texts is +49 176 9590 6865"],
    ['PHONE', 'C: I rang my mum and got a message that 702 856 856 3348 is not in service'],
    ['LICENCE', 'C: the DMV gave me F255 921 50 094 0'],
    ['LICENCE', 'C: they want the number off my license for the rental, that is K 392 114 882'],
  ])('hides %s: "%s"', (kind, call) => {
    expect(redactDialogue(turnsOf(call)).at(-1)).toContain(`[${kind}]`);
  });

  it.each([
    'A: dial star hash zero six hash / C: okay 356938035643809',
    'C: dialling *#06# gives 356938035643809',
    'A: press star, then pound, zero, six, pound / C: 356938035643809',
    'C: the fifteen digits under the barcode are 356938035643809',
    "A: it's on the box, a fifteen digit number / C: 356938035643809",
    'A: the driver left a card / C: yes, with number 448192033122',
    'C: the card they left has 4481920331',
    'A: did you get a text from the courier / C: yes, it says 448192',
    "A: I've texted you the ticket number / C: is it 448192",
    'C: the text says my order is 448192',
    'C: FedEx, 774489120331',
    'A: is it the ticket about your card / C: yes 4481920',
    'A: software license number / C: 88124401',
    'A: did the caller ask for your PIN / C: yes / A: ages of the children / C: 9 and 11',
    'C: which order do you mean / A: the one with APP739877',
    'A: your order number / C: sure / C: APP 290 098 0 / A: got it, APP 290 098 0',
    'A: do you have a tracking number / C: yeah 6 2 9 2 4 1 0 2 6 6 5 7 7 9 1 0',
    'A: can I take a card number / C: first the tracking number four nine four / C: nine four zero five zero five seven four seven',
    'A: any ticket number / C: yes, it was five eight three five four / C: 10366680',
  ])('hides nothing: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))).toEqual(turnsOf(call).map(([, text]) => text));
  });
});
