import type { Side, Turn } from '../redaction-grammars/turn.js';

/** What the called contact centre says first. */
export const agentGreetings: readonly string[] = [
  'Thank you for calling Harbour Water, my name is Priya, how can I help you today?',
  'thanks for calling mister tire this is joe',
  'Good morning, Lakeside Dental, this is Karen speaking. How may I help you?',
  'hello and welcome to greenline energy my name is tom can i take your account number please',
  'Hi there, you are through to Vivian at Oakbank. Before we start, could you confirm your full name and date of birth?',
  'good afternoon pine street motors how can i direct your call',
  'Northern Rail customer relations, Hugh speaking, what can I do for you?',
  'thank you for holding this is marcus in billing who am i speaking with',
  'Hello, this call may be recorded for quality and training purposes. You are speaking with Anita.',
  'hi this is sam with technical support can i get your name and the best number to reach you on',
  'Thank you for choosing Bluebird Air. My name is Elena. May I have your booking reference?',
  "city council council tax team you're speaking to graham how can i help",
  'Parcel Express, good evening. What is your tracking number, please?',
  'hello my name is daniel and i will be assisting you today may i have your first and last name',
  'Sunrise Pharmacy, can you hold for one moment? Thank you. All right, how can I help?',
  'claims department this is ruth do you have a claim number for me',
  "Good morning and thanks for contacting Fern Insurance. I'm Louise. Can I start with your policy number?",
  'yes hello reception speaking',
  'You have reached the help desk, my name is Igor. What seems to be the problem?',
  'quick fix garage how may i help you',
];

/** What somebody says first who calls a contact centre. */
export const customerOpenings: readonly string[] = [
  "Hi, I'm calling about my last bill, it is twice what I normally pay.",
  'yeah hi my internet has been down since yesterday morning',
  'Hello. I need to change the date of my appointment, please.',
  'hi i was wondering if you could tell me when my parcel is going to arrive',
  'Good morning, I have a question about my insurance.',
  "hello yes i've been charged twice for the same thing and i want my money back",
  'Hi, my name is Sandra Ellis and I ordered a sofa three weeks ago and it still has not come.',
  'i lost my card this morning i think i left it on the train',
  'Oh hello. I would like to cancel my subscription.',
  'uh yeah i need a tire for my truck do you guys have any used ones',
  'Hi, can I speak to someone in the loans department?',
  "i can't log in to my account it keeps saying my password is wrong",
  "Hi there. Somebody told me to call this number, I don't know if you are the right person.",
  'my car was in for service on tuesday and now the light is on again',
  'Hello, I am calling because nobody came for the boiler today. I waited in all day.',
  'i got a letter from you and i do not understand it',
  "Yes, good afternoon. I'd like to book a room for two nights in October.",
  'how much is it to send a package to canada',
  'I want to make a complaint.',
  'hi yes i am just checking whether my prescription is ready',
];

/** Both sides of calls that the contact centre makes. */
export const outboundOpenings: readonly (readonly Turn[])[] = [
  outbound('Hello?', 'Hi, is that Mrs Carter? This is Ben calling from Oakbank about your mortgage.'),
  outbound(
    'yes hello',
    'good morning my name is alice i am calling on behalf of bright homes is this a good time to talk',
  ),
  outbound(
    'Mark Evans.',
    'Hello Mark, Lena here from Fern Insurance, I am calling about your claim. This call is recorded.',
  ),
  outbound('hello who is this', 'hi am i speaking with david i am calling from the clinic to confirm your appointment'),
];

/** Calls of which nobody can tell from these words who is the agent. Whatever is decided about them is wrong. */
export const undecidableOpenings: readonly (readonly Turn[])[] = [
  outbound(
    "Hi, you've reached Jim. I can't take your call right now, please leave a message after the tone.",
    'hi jim it is me call me back',
  ),
  outbound('Hey, are you there yet?', 'almost, five minutes'),
  outbound('hello', 'hello can you hear me'),
  outbound('This is Dana.', 'Hi Dana, this is Rick, have you got a minute?'),
  outbound('Did you get my email?', 'I did, let me have a look at it this afternoon.'),
  outbound('hi it is bob from sales', 'hi bob what is up'),
  outbound('Good morning.', 'Good morning. How are you?'),
  outbound('can you hear me now', 'yes much better thanks'),
];

function outbound(customer: string, agent: string): readonly Turn[] {
  return [
    { side: 'CUSTOMER', text: customer },
    { side: 'AGENT', text: agent },
  ];
}

const turn = (side: Side, text: string): Turn => ({ side, text });

/** Every greeting with every opening: the call as it begins, without what comes later. */
export const inboundOpenings: readonly (readonly Turn[])[] = agentGreetings.flatMap((greeting) =>
  customerOpenings.map((opening) => [turn('AGENT', greeting), turn('CUSTOMER', opening)]),
);
