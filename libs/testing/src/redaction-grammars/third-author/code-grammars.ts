import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { shortDigits } from './number-renderings.js';
import { india, worldwide } from './regions.js';

export const pins: readonly ValueGrammar[] = [
  {
    countries: worldwide,
    create: (random) => [random.digits(random.pick([4, 4, 4, 6]))],
    renderings: shortDigits,
    frames: [
      "A: what's the PIN on the account / C: (it should be|) {v}",
      'C: I keep entering my PIN, {v}, and the machine keeps the card',
      'A: please choose a new PIN / C: can I have {v}',
      'A: for phone banking, tell me your PIN / C: {v}',
      "C: the PIN for that card is {v}, isn't it",
      'C: is my PIN {v} or {v2}',
      "C: my daughter tried the PIN {v} three times and now it's blocked",
      'A: I have reset it, your new PIN is {v} / C: (let me write that down|thank you)',
      'A: you set up a four digit PIN when you joined / C: oh yes, {v}',
      'C: my policy number is {policy} and the PIN is {v}',
      "A: sorry, I can't find you, do you have the security PIN / C: {v}",
      'C: the SIM wants a PIN and I put in {v}',
    ],
  },
];

const createOtp: ValueGrammar['create'] = (random) =>
  random.pick([
    () => [random.digits(6)],
    () => cutIntoGroups(random.digits(6), [3, 3]),
    () => cutIntoGroups(random.digits(6), [2, 2, 2]),
    () => [random.digits(4)],
    () => cutIntoGroups(random.digits(8), [4, 4]),
  ])();

export const oneTimeCodes: readonly ValueGrammar[] = [
  {
    countries: worldwide,
    create: createOtp,
    renderings: shortDigits,
    frames: [
      "A: I've just sent you a text with a code, can you read it to me / C: (it's|) {v}",
      'A: to verify it is you, what is the passcode we just emailed you / C: {v}',
      'A: your banking app will show a one-time code / C: okay, it shows {v}',
      'C: I got a text, it says my verification code is {v}',
      'A: has the code come through / C: it just came in / A: what is it / C: {v}',
      "C: your one time password is {v}, that's what the message says",
      "A: that code has expired, I'm sending another one / C: okay, the new code is {v}",
      'C: the first code was {v} and the second code that you texted me is {v2}',
      'A: can you give me the authentication code from the app / C: {v}',
      'C: it wants a verification code, is {v} the right one',
      'A: the six digit security code we sent to your mobile please / C: (hang on,|) {v}',
      'C: my booking reference is {reference} and the verification code is {v}',
      'A: I will text you a code now, you should get it in a moment / C: got it, {v}',
      'A: (and|) the access code in that text message / C: {v}',
    ],
  },
  {
    countries: india,
    create: createOtp,
    renderings: shortDigits,
    frames: [
      'A: sir you will be getting one OTP now / C: yes, {v}',
      'A: please share the OTP with the delivery agent / C: the OTP is {v}',
      'C: OTP came, {v}',
    ],
  },
];
