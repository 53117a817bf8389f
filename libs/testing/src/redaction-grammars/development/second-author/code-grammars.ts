import { cutIntoGroups, type ValueGrammar } from '../../value-grammar.js';
import { americanDigits, commonwealthDigits } from './number-renderings.js';
import { everywhere } from './places.js';

const shortDigits = [...americanDigits.slice(0, 4), ...commonwealthDigits.slice(0, 3)];

export const pin: ValueGrammar = {
  countries: everywhere,
  create: (random) => [random.digits(random.pick([4, 4, 4, 5, 6]))],
  renderings: shortDigits,
  frames: [
    'A: (and|) can you tell me your phone banking PIN / C: {v}',
    'C: the PIN I always use is {v}',
    'C: I typed in my PIN, {v}, and it was refused',
    'C: I want to change my PIN to {v}',
    'C: my old PIN was {v} and the new one is {v2}',
    'A: to get past security I need the PIN on your account / C: (sure|okay), {v}',
    "A: what's the PIN for the voicemail / C: I think it's {v}",
    'C: it keeps asking for a PIN and I enter {v}',
    'A: your temporary PIN is {v} / C: (thanks|got it)',
    'C: my pin number is {v} and my reference number is {reference}',
  ],
};

export const otp: ValueGrammar = {
  countries: everywhere,
  create: (random) => {
    const count = random.pick([4, 5, 6, 6, 6, 7]);
    return cutIntoGroups(random.digits(count), random.pick([[count], [3, 4], [2, 2, 3]]));
  },
  renderings: shortDigits,
  frames: [
    'A: did the verification code come through / C: (yes|yeah), {v}',
    'A: a text is on its way with a six digit code, what does it say / C: it says {v}',
    'A: kindly tell me the OTP / C: (OTP is|) {v}',
    'C: your text message says my code is {v}',
    'C: the one time passcode I got is {v}',
    "A: I'll send a one-time pin to your mobile / C: okay / A: has it arrived / C: yes, {v}",
    "C: I got the login code, it's {v}",
    'A: please read out the security code that we sent to your phone / C: {v}',
    'C: the first verification code was {v} and now I got {v2}',
    'A: the two factor code from your app please / C: (hang on,|) {v}',
    'C: my order number is {order} and the verification code is {v}',
  ],
};
