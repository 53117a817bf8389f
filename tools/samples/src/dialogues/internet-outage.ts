import type { Dialogue } from '../dialogue.js';

/** The customer has no internet, interrupts, wants to cancel and asks for a supervisor. */
export const internetOutage: Dialogue = {
  name: 'internet-outage',
  voices: {
    CUSTOMER: { name: 'en-us+m7', wordsPerMinute: 190, pitch: 35 },
    AGENT: { name: 'en-gb+f2', wordsPerMinute: 184, pitch: 60 },
  },
  lines: [
    {
      by: 'AGENT',
      text: 'Good morning, Brightline Internet support, this is Maya speaking. What can I do for you?',
      afterMs: 500,
    },
    {
      by: 'CUSTOMER',
      text: 'My internet is down again. It has been down for three days, and I work from home. This is unacceptable.',
    },
    { by: 'AGENT', text: 'I am sorry to hear that. Have you tried to restart the router and wait for the green' },
    {
      by: 'CUSTOMER',
      text: 'Yes, I have done that ten times already! Please do not read me that script again.',
      afterMs: -700,
    },
    { by: 'AGENT', text: 'All right. I will run a test on your line, please stay with me.' },
    {
      by: 'AGENT',
      text: 'The test shows a broken connection in your street. A technician can come next Tuesday.',
      afterMs: 3_800,
    },
    {
      by: 'CUSTOMER',
      text: 'Next Tuesday? You must be joking. Nobody told me about this, and you keep charging me. I am fed up.',
    },
    { by: 'CUSTOMER', text: 'I want to cancel my contract today.', afterMs: 700 },
    { by: 'AGENT', text: 'I understand that you are angry. Before you cancel, I could offer you one month for free.' },
    { by: 'CUSTOMER', text: 'No. I do not want your offer. Let me speak to a supervisor right now.', afterMs: -300 },
    {
      by: 'AGENT',
      text: 'Of course. I will transfer you to my supervisor, and I have written down everything you told me.',
    },
    { by: 'CUSTOMER', text: 'Fine. This is the worst company I have ever dealt with.' },
    { by: 'AGENT', text: 'I am truly sorry for the inconvenience. Please hold the line.' },
  ],
};
