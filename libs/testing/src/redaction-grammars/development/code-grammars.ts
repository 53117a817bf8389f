import { digitRenderings } from './number-renderings.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const everywhere = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;

export const pin: ValueGrammar = {
  countries: everywhere,
  create: (random) => [random.digits(random.chance(0.8) ? 4 : 6)],
  renderings: digitRenderings,
  frames: [
    "A: (and|) (what is|what's|please tell me) (your|the) PIN / C: (it's|) {v}",
    'C: (my|the) pin is {v}',
    'C: pin number {v}',
    'A: please enter or say your four digit pin / C: {v}',
    'C: the PIN code I use is {v}',
    'A: can you confirm the pin number for me / C: (sure|) {v}',
    'C: I think my PIN is {v}',
    "A: and your telephone banking pin / C: that's {v}",
    'C: I set the pin to {v}',
    'A: what pin did you choose / C: um {v}',
  ],
};

export const otp: ValueGrammar = {
  countries: everywhere,
  create: (random) => {
    const count = random.pick([4, 6, 6, 6, 8]);
    return cutIntoGroups(random.digits(count), random.pick([[count], [3, 5]]));
  },
  renderings: digitRenderings,
  frames: [
    "A: (please|) read me the (verification|) code we (just|) (texted|sent) you / C: (it's|okay|) {v}",
    'A: what is the one-time (code|passcode) / C: {v}',
    'C: the one time passcode is {v}',
    'C: (the|my) verification code is {v}',
    'A: you should have received a six digit code / C: yes {v}',
    'C: I got a text with the code {v}',
    'A: could you tell me the code from the text message / C: (sure|) {v}',
    "A: I've sent you a passcode by SMS / C: (got it|okay|) {v}",
    'C: the code you (just|) texted me is {v}',
    'C: my one time code is {v}',
    "A: what's the OTP you received / C: {v}",
    'C: the passcode says {v}',
    'A: please give me the authentication code / C: {v}',
  ],
};
