import { heardGrammar } from '../heard-grammar.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const pinGrammar = heardGrammar({
  often: [
    'A: and what is your PIN / C: (it is|oh, that is|) {v}',
    'A: could you give me your telephone PIN please / C: (yes|certainly), {v}',
    'A: now the PIN that you chose for your account / C: (I wrote it down,|) {v}',
    'C: my PIN is {v}',
  ],
  sometimes: [
    'A: do you have a PIN with us / C: I do, my wife picked it, {v}',
    "C: the cash machine swallowed my card, and I'm sure that I put in the right PIN, {v}",
    'A: which PIN would you like for the pension portal / C: something I can remember, {v}',
    'C: the letter with the PIN came this morning, it says {v}',
    'A: what PIN do you type for the voicemail / C: {v}',
    'C: the fuel card wants a PIN / A: and which one do you put in / C: {v}',
    'A: before I can talk about the policy I need your PIN / C: let me think, {v}',
  ],
  rarely: [
    'C: I gave the home help my PIN, {v}, so that she could do the shopping, and now I worry',
    'A: your new PIN is {v}, keep it to yourself / C: thank you dear, I will',
    "C: is it the PIN from the envelope or my own / A: your own / C: that's {v}",
    'C: I keep mixing them up, {v2} is the PIN of my bank card and {v} is the one for the telephone bank',
    'A: the PIN you entered was wrong / C: then I typed the old one, the new PIN is {v}',
    "C: I changed my PIN to {v} and it still won't let me into the meter app",
  ],
});
const pin = (create: ValueGrammar['create']) => pinGrammar(everyCountry, create, fewDigits);
const fourDigitPin = pin((random) => [random.digits(2), random.digits(2)]);

export const pins: readonly ValueGrammar[] = [
  fourDigitPin,
  fourDigitPin,
  fourDigitPin,
  pin((random) => [random.digits(3), random.digits(3)]),
];

const codeGrammar = heardGrammar({
  often: [
    "A: I've just texted you a code, could you read it to me / C: (oh yes, it pinged,|it says|) {v}",
    'A: what is the security code that we sent to your mobile / C: (here it is,|) {v}',
    "A: you'll get a text with a code in a moment / C: my phone went, {v}",
    'A: have you got the verification code / C: (yes|I have), {v}',
    "C: the code that you texted me is {v} / A: thank you, that's you confirmed",
  ],
  sometimes: [
    'C: how do I open the message / A: tap on it, there is a passcode inside / C: ah, it says {v}',
    'A: the council website has emailed you a one time code / C: I see it, {v}',
    "C: it says do not share this code with anyone / A: it's all right, you called us / C: well then, {v}",
    'A: please tell me the OTP which you received just now / C: {v}',
    'C: the automatic lady read me a code, {v} / A: yes, that is the login code for your patient account',
    "A: and the one time passcode / C: I'm reading it off my son's phone, {v}",
    'A: I am sending you a code to confirm the payment / C: {v}',
    'A: type the code from the text message into the page / C: you mean {v} / A: yes, that code',
    'C: my grandson says that I should tell you the code on the screen / A: the login code, yes / C: {v}',
  ],
  rarely: [
    'C: a nice man rang about my bank account, and he asked for the code in the text, so I read out {v}',
    'C: two messages came, I think the first code was {v2} and the second one is {v} / A: the second code please',
    'A: that code has run out, did you get another / C: yes, now it is {v}',
    "C: your pension code is {v}, it says, it's valid for ten minutes, what do I do with it",
    'C: I put {v} in as the verification code for the appointment page and it went red',
    'A: without the text message I cannot change the tenancy / C: it has come, the code is {v}',
    'C: the phone read it out, login code, {v}, and then it was gone',
  ],
});
const oneTimeCode = (create: ValueGrammar['create']) => codeGrammar(everyCountry, create, fewDigits);
const sixDigitCode = oneTimeCode((random) => [random.digits(3), random.digits(3)]);

export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  oneTimeCode((random) => [random.digits(2), random.digits(2), random.digits(2)]),
  oneTimeCode((random) => [random.digits(4)]),
];
