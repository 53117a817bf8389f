import type { ValueGrammar } from '../value-grammar.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import { repeatFrames } from '../repeat-frames.js';

export const pins: readonly ValueGrammar[] = [
  {
    countries: everyCountry,
    create: (random) => (random.chance(0.8) ? [random.digits(2), random.digits(2)] : [random.digits(6)]),
    renderings: fewDigits,
    frames: repeatFrames({
      often: [
        "A: what's your PIN / C: (it's|) {v}",
        'A: please tell me the PIN of your account / C: {v}',
        'A: and your (telephone|phone) banking PIN / C: (it is|) {v}',
        'C: my PIN is {v}',
      ],
      sometimes: [
        "A: do you remember the PIN you set up with us / C: I think it's {v}",
        "C: I'd like a new PIN / A: (sure|okay), which digits would you like / C: {v}",
        "A: what's the PIN of the SIM card / C: {v}",
        "C: the door of the gym doesn't take my PIN, I press {v} and it stays red",
        'A: your date of birth and your PIN please / C: {BIRTH_DATE}, and the PIN is {v}',
      ],
      rarely: [
        'C: my nephew knew the PIN of my card, {v}, and now there is money missing',
        'A: your temporary PIN is {v}, please change it at a cash machine / C: okay, thank you',
        'C: do you mean the PIN from your letter / A: yes / C: {v}',
        'C: I mixed up my PINs at the till, I typed {v2} but it should have been {v}',
        "A: which PIN did you type / C: the old one, {v} / A: that one doesn't work any more",
      ],
    }),
  },
];

const codeFrames = {
  often: [
    "A: I've sent you a code by text, can you read it to me / C: {v}",
    "A: you'll get a code on your mobile now, tell me when you have it / C: (got it|okay), it's {v}",
    "A: what's the verification code / C: {v}",
    "C: I've got the code you sent, it's {v} / A: thanks, you're verified",
  ],
  sometimes: [
    'A: can you read me the one time passcode from the email / C: {v}',
    'A: please share the OTP which came on your registered mobile / C: (yes|), {v}',
    'A: open the app and tell me the login code that it shows / C: {v}',
    "A: I'm sending a new code to your phone / C: another text, yes, {v}",
    "A: has the text with the code arrived / C: just now, it's {v}",
  ],
  rarely: [
    "C: someone from the bank phoned and wanted the code they'd just texted me, I said {v}",
    "C: I got a text, your login code is {v}, but I wasn't logging in",
    'A: did the security code come through / C: two texts came, the first was {v2} and the second {v}',
    'C: I entered {v} and it says wrong one time password',
    "A: the code in the authenticator changes every thirty seconds / C: now it's {v}",
    "A: what's your PIN / C: do you mean the code you just texted me, that's {v}",
  ],
};

const oneTimeCode = (create: ValueGrammar['create']): ValueGrammar => ({
  countries: everyCountry,
  create,
  renderings: fewDigits,
  frames: repeatFrames(codeFrames),
});
const sixDigitCode = oneTimeCode((random) => [random.digits(3), random.digits(3)]);

export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  sixDigitCode,
  oneTimeCode((random) => [random.digits(4)]),
  oneTimeCode((random) => [random.digits(4), random.digits(4)]),
];
