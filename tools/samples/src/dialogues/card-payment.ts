import type { Dialogue } from '../dialogue.js';

/**
 * Contains what redaction must remove, read aloud: a card number (the public test number 4111 1111 1111 1111), its code, a
 * phone number from the range reserved for fiction, and an e-mail address.
 */
export const cardPayment: Dialogue = {
  name: 'card-payment',
  speakers: {
    customer: { role: 'CUSTOMER', track: 0, voice: { name: 'slt', pace: 1 } },
    agent: { role: 'AGENT', track: 1, voice: { name: 'joe', pace: 1 } },
  },
  lines: [
    {
      by: 'agent',
      text: 'Hello, you are through to Harbor Insurance payments, my name is Owen. How can I help?',
      afterMs: 500,
    },
    { by: 'customer', text: 'Hello Owen, I would like to pay my policy by card, please.' },
    { by: 'agent', text: 'Sure, I can do that for you. This call may be recorded. May I have the card number?' },
    { by: 'customer', text: 'Yes, it is four one one one, one one one one, one one one one, one one one one.' },
    { by: 'agent', text: 'Thank you. And the expiry date and the security code on the back?' },
    { by: 'customer', text: 'It expires in October twenty twenty nine, and the security code is seven three seven.' },
    { by: 'agent', text: 'Perfect, I am taking the payment now.' },
    { by: 'agent', text: 'That went through. Which phone number can we reach you on?', afterMs: 3_300 },
    { by: 'customer', text: 'My number is two zero two, five five five, zero one four seven.' },
    { by: 'agent', text: 'Great, and your e-mail for the' },
    { by: 'customer', text: 'It is jordan dot lee at example dot com.', afterMs: -250 },
    { by: 'agent', text: 'Thanks, the receipt is on its way. Is there anything else?' },
    { by: 'customer', text: 'No, that was easy. Thank you, you have been very helpful.' },
    { by: 'agent', text: 'My pleasure. Have a good afternoon, goodbye.' },
  ],
};
