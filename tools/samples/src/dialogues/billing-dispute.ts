import type { Dialogue } from '../dialogue.js';

/** The customer was charged twice, is angry at first and thankful at the end. */
export const billingDispute: Dialogue = {
  name: 'billing-dispute',
  speakers: {
    customer: { role: 'CUSTOMER', track: 0, voice: { name: 'slt', pace: 1 } },
    agent: { role: 'AGENT', track: 1, voice: { name: 'joe', pace: 1 } },
  },
  lines: [
    {
      by: 'agent',
      text: 'Thank you for calling Northwind Mobile, my name is Daniel. How can I help you today?',
      afterMs: 600,
    },
    {
      by: 'customer',
      text: 'Hi. I just opened my bill and I am really upset. You charged me twice for the same month.',
    },
    { by: 'agent', text: 'I am sorry about that. Let me take a look at your account.' },
    {
      by: 'customer',
      text: 'This is the second time it has happened, and last time nobody called me back. That is terrible service.',
    },
    {
      by: 'agent',
      text: 'I understand, that must be frustrating. One moment please while I check the payments.',
      afterMs: -500,
    },
    {
      by: 'agent',
      text: 'Thank you for waiting. You are right, there are two payments of forty nine dollars in March. That was our mistake.',
      afterMs: 3_600,
    },
    { by: 'customer', text: 'So what happens now? Do I have to wait for weeks again?' },
    {
      by: 'agent',
      text: 'No, I have just sent the refund. It will be on your card in two days, and I added a credit of ten dollars for the trouble.',
    },
    { by: 'customer', text: 'Oh, that is great. Thank you so much, that was quick.' },
    {
      by: 'agent',
      text: 'You are very welcome. I will also send you an e-mail to confirm it. Is there anything else I can do for you?',
    },
    { by: 'customer', text: 'No, that is all. I really appreciate your help, Daniel. You have been wonderful.' },
    { by: 'agent', text: 'Thank you for being a customer. Have a lovely day, goodbye.' },
    { by: 'customer', text: 'Thanks, you too. Bye!', afterMs: 250 },
  ],
};
