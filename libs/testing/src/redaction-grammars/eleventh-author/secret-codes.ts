import { heardGrammar } from '../heard-grammar.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const pin = heardGrammar({
  often: [
    'A: can you tell me your PIN / C: (it is |yes, |){v}',
    'A: and the PIN for telephone banking / C: {v}',
    'C: my PIN is {v}',
    "A: what's the PIN on the account / C: (I think it's |){v}",
    "A: I'll need the PIN you chose when you joined / C: (okay, |){v}",
  ],
  sometimes: [
    'A: what would you like your new PIN to be / C: {v}',
    'C: I keep mixing up my PINs, is it {v} for this card / A: please do not tell me the PIN of your card',
    "C: the cash machine says wrong PIN, but I'm typing {v}",
    'A: which PIN did you set for the voicemail / C: {v}',
    'A: your full name please / C: Tom Barker / A: and your PIN / C: {v}',
    'A: the SIM card asks for its PIN, what did you type / C: {v}',
  ],
  rarely: [
    "C: my mum can't remember it any more so I keep her PIN in my head, it's {v}",
    'C: {v} / A: is that your PIN / C: yes, the one for phone banking',
    "A: we've set a temporary PIN, {v} / C: okay, I'll change it tonight",
    'C: the keypad of the alarm beeps and rejects our PIN, {v}',
    'C: somebody at the petrol station must have watched me type my PIN, {v}',
    'A: the PIN for the parental lock / C: my son guessed it, it was {v}',
  ],
});

const fourDigitPin = pin(everyCountry, (random) => [random.digits(2), random.digits(2)], fewDigits, [
  'A: please say your four digit PIN / C: {v}',
]);
const sixDigitPin = pin(everyCountry, (random) => [random.digits(3), random.digits(3)], fewDigits, [
  'A: it is the six digit PIN that came in the post / C: {v}',
]);

export const pins: readonly ValueGrammar[] = [fourDigitPin, fourDigitPin, fourDigitPin, sixDigitPin];

const oneTimeCode = heardGrammar({
  often: [
    "A: I've just texted you a code, could you read it to me / C: (it's |sure, |){v}",
    "A: what's the verification code / C: {v}",
    'A: you should get a text with a one time code any second / C: (here it is|got it), {v}',
    'A: can you tell me the passcode we sent to your mobile / C: {v}',
    'C: the code I got by text is {v}',
    "A: I've sent a code to your email, just read it out when it's there / C: {v}",
  ],
  sometimes: [
    'A: kindly tell me the OTP you have received / C: (yes, |okay, |){v}',
    "C: what do you need / A: the code from the text message I sent you / C: oh right, it's {v}",
    "C: I can't log in / A: what does the authenticator app show / C: {v}",
    'A: did the security code arrive on your phone / C: yes, {v}',
    "A: the first code has expired, I've sent another / C: now it says {v}",
    "C: I'm on your website and it wants the one time passcode, I put in {v} and nothing happens",
    'A: before we change the address I need the code that was sent to your phone / C: {v}',
    'A: another verification code is on its way / C: ugh, again, {v}',
    'C: it says, your login code is {v}',
    "A: your verification code is {v}, please type it on the page / C: okay, it's in",
  ],
  rarely: [
    "A: has anything come through on your phone / C: {v} / A: that's the verification code, thank you",
    'C: some guy called and said he was from the bank, and I read him the code from the text, {v}',
    'C: I got a text with a login code, {v}, but I never tried to log in',
    'C: two texts came, {v2} was the first verification code and {v} the second',
    "A: I'm afraid that verification code didn't match / C: let me read it again, {v}",
    'C: does it matter that the text says never share this code / A: with me it is fine / C: then it is {v}',
    'A: approve the payment with the code the bank just sent you / C: you mean {v} / A: exactly',
  ],
});

const sixDigitCode = oneTimeCode(everyCountry, (random) => [random.digits(3), random.digits(3)], fewDigits, [
  'A: the login code has six digits, it should be in a text from us / C: {v}',
]);

export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  sixDigitCode,
  oneTimeCode(everyCountry, (random) => [random.digits(2), random.digits(2)], fewDigits),
  oneTimeCode(everyCountry, (random) => [random.digits(4), random.digits(4)], fewDigits),
];
