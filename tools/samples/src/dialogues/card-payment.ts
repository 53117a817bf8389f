import type { Dialogue } from '../dialogue.js';

/**
 * What must be redacted: a card number (the networks' public test number 4111 1111 1111 1111), its code, a phone number
 * of the range kept for fiction and an e-mail address, all read aloud.
 */
export const cardPayment: Dialogue = {
  name: 'card-payment',
  voices: {
    CUSTOMER: { name: 'en-gb+f4', wordsPerMinute: 176, pitch: 52 },
    AGENT: { name: 'en-us+m1', wordsPerMinute: 184, pitch: 46 },
  },
  lines: [
    {
      by: 'AGENT',
      says: 'Hello, you are through to Harbor Insurance payments, my name is Owen. How can I help?',
      afterMs: 500,
    },
    { by: 'CUSTOMER', says: 'Hello Owen, I would like to pay my policy by card, please.' },
    { by: 'AGENT', says: 'Sure, I can do that for you. This call may be recorded. May I have the card number?' },
    { by: 'CUSTOMER', says: 'Yes, it is four one one one, one one one one, one one one one, one one one one.' },
    { by: 'AGENT', says: 'Thank you. And the expiry date and the security code on the back?' },
    { by: 'CUSTOMER', says: 'It expires in October twenty twenty nine, and the security code is seven three seven.' },
    { by: 'AGENT', says: 'Perfect, I am taking the payment now.' },
    { by: 'AGENT', says: 'That went through. Which phone number can we reach you on?', afterMs: 3_300 },
    { by: 'CUSTOMER', says: 'My number is two zero two, five five five, zero one four seven.' },
    { by: 'AGENT', says: 'Great, and your e-mail for the' },
    { by: 'CUSTOMER', says: 'It is jordan dot lee at example dot com.', afterMs: -250 },
    { by: 'AGENT', says: 'Thanks, the receipt is on its way. Is there anything else?' },
    { by: 'CUSTOMER', says: 'No, that was easy. Thank you, you have been very helpful.' },
    { by: 'AGENT', says: 'My pleasure. Have a good afternoon, goodbye.' },
  ],
};
