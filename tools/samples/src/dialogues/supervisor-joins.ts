import type { Dialogue } from '../dialogue.js';

/** A supervisor joins and takes the call over from the agent: three tracks, and participants who come and go. */
export const supervisorJoins: Dialogue = {
  name: 'supervisor-joins',
  speakers: {
    customer: {
      role: 'CUSTOMER',
      number: '+12065550103',
      track: 0,
      voice: { name: 'rms', pace: 1 },
    },
    agent: {
      role: 'AGENT',
      name: 'Ben',
      track: 1,
      voice: { name: 'joe', pace: 1 },
      leavesAtMs: 30_000,
    },
    supervisor: {
      role: 'SUPERVISOR',
      name: 'Clara',
      track: 2,
      voice: { name: 'slt', pace: 1 },
      joinsAtMs: 12_000,
    },
  },
  lines: [
    { by: 'agent', text: 'Hello, this is Ben at Lakeside Travel. How can I help you?', afterMs: 500 },
    { by: 'customer', text: 'My flight was cancelled, and I still wait for my money. This is really annoying.' },
    { by: 'agent', text: 'I am sorry. I will bring in my supervisor.' },
    { by: 'supervisor', text: 'Hello, this is Clara, I am the supervisor. I have joined the call.', afterMs: 3_200 },
    { by: 'agent', text: 'Clara, the refund of this booking is blocked.' },
    { by: 'supervisor', text: 'I see it. Thank you Ben, I will take over from here.', afterMs: -200 },
    { by: 'agent', text: 'Thank you. Goodbye, and have a good day.' },
    {
      by: 'supervisor',
      text: 'I have released the refund. You will have it in three days, and I will send you an e-mail to confirm it.',
      afterMs: 3_200,
    },
    { by: 'customer', text: 'Oh, wonderful. Thank you so much for your help, Clara, that was quick.' },
    { by: 'supervisor', text: 'You are welcome. Is there anything else that I can do?' },
    { by: 'customer', text: 'No, that is all. Goodbye.' },
  ],
};
