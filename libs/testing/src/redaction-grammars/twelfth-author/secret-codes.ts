import { heardGrammar } from '../heard-grammar.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const pin = heardGrammar({
  often: [
    "A: what's your PIN / C: (it's|) {v}",
    'A: please tell me your (PIN|PIN number) / C: {v}',
    'C: my PIN is {v}',
    'A: can I have your telephone banking PIN / C: (yes|sure), {v}',
    'A: and the PIN for the account / C: {v}',
  ],
  sometimes: [
    'A: what PIN did you choose when you opened the account / C: {v}',
    'C: I want to change my PIN / A: what would you like the new one to be / C: {v}',
    'A: which PIN are you typing in for the SIM card / C: {v}',
    "C: the cash machine swallowed my card and I'm sure my PIN is {v}",
    "A: for security, the PIN please / C: {v} / A: thank you, you're through",
    "C: I keep forgetting it, but I think my PIN's {v}",
  ],
  rarely: [
    'C: I wrote the PIN on a bit of paper, {v}, silly I know, and it was in the wallet',
    'A: is your PIN still {v} / C: it is',
    "C: {v} / A: that's not the PIN I have here / C: it's the only PIN I've got",
    "C: it's my mum's card, her PIN is {v}, she's sitting next to me",
    'A: did you set up a PIN or a password / C: a PIN, {v}',
  ],
});
const shortPin = pin(everyCountry, (random) => [random.digits(2), random.digits(2)], fewDigits);

export const pins: readonly ValueGrammar[] = [
  shortPin,
  shortPin,
  shortPin,
  pin(everyCountry, (random) => [random.digits(3), random.digits(3)], fewDigits),
];

const oneTimeCode = heardGrammar({
  often: [
    "A: I've just texted you a code, can you read it out / C: (yes|sure|okay), {v}",
    "A: what's the (verification code|one time code|one time passcode) / C: (it's|) {v}",
    'C: the code you just sent me is {v}',
    "A: you should get a text with a code in a second / C: (it's here|got it), {v}",
    "A: please tell me the OTP / C: (it's|) {v}",
    "C: I got the verification code, it's {v}",
    'A: can you tell me the code we sent to your phone / C: {v}',
  ],
  sometimes: [
    "A: I'm emailing you a security code, let me know when it arrives / C: okay, it says {v}",
    'A: what code does your authenticator app show / C: {v}',
    'A: did the text come through / C: yes, the code is {v}',
    'C: it wants a code to log in / A: we sent it to your mobile / C: oh yes, {v}',
    "A: I've sent you a text to verify it's you, what number does it say / C: {v}",
    "A: that code has expired, I've sent you another one / C: okay, now it's {v}",
  ],
  rarely: [
    "C: a man rang and said he's from the bank and asked for the code on my phone, I read him {v}",
    'C: why do I keep getting these texts, your one time passcode is {v}, I never asked for one',
    "C: {v} / A: that's the code from the text / C: yes",
    "C: the signal's bad in here, wait, there's your text, the code is {v}",
  ],
});
const sixDigitCode = oneTimeCode(everyCountry, (random) => [random.digits(3), random.digits(3)], fewDigits, [
  'A: can you see the six digits in the text we sent you / C: (yes|yeah), {v}',
]);

export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  sixDigitCode,
  oneTimeCode(everyCountry, (random) => [random.digits(4)], fewDigits),
  oneTimeCode(everyCountry, (random) => [random.digits(4), random.digits(4)], fewDigits),
];
