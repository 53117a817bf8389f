import type { Dialogue } from '../dialogue.js';

/** The customer has no internet, interrupts, wants to cancel and asks for a supervisor. */
export const internetOutage: Dialogue = {
  name: 'internet-outage',
  speakers: {
    customer: { role: 'CUSTOMER', track: 0, voice: { name: 'joe', pace: 1 } },
    agent: { role: 'AGENT', track: 1, voice: { name: 'slt', pace: 1 } },
  },
  lines: [
    {
      by: 'agent',
      text: 'Good morning, Brightline Internet support, this is Maya speaking. What can I do for you?',
      afterMs: 500,
    },
    {
      by: 'customer',
      text: 'My internet is down again. It has been down for three days, and I work from home. This is unacceptable.',
    },
    { by: 'agent', text: 'I am sorry to hear that. Have you tried to restart the router and wait for the green' },
    {
      by: 'customer',
      text: 'Yes, I have done that ten times already! Please do not read me that script again.',
      afterMs: -700,
    },
    { by: 'agent', text: 'All right. I will run a test on your line, please stay with me.' },
    {
      by: 'agent',
      text: 'The test shows a broken connection in your street. A technician can come next Tuesday.',
      afterMs: 3_800,
    },
    {
      by: 'customer',
      text: 'Next Tuesday? You must be joking. Nobody told me about this, and you keep charging me. I am fed up.',
    },
    { by: 'customer', text: 'I want to cancel my contract today.', afterMs: 700 },
    { by: 'agent', text: 'I understand that you are angry. Before you cancel, I could offer you one month for free.' },
    { by: 'customer', text: 'No. I do not want your offer. Let me speak to a supervisor right now.', afterMs: -300 },
    {
      by: 'agent',
      text: 'Of course. I will transfer you to my supervisor, and I have written down everything you told me.',
    },
    { by: 'customer', text: 'Fine. This is the worst company I have ever dealt with.' },
    { by: 'agent', text: 'I am truly sorry for the inconvenience. Please hold the line.' },
  ],
};
