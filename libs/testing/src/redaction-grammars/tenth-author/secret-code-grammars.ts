import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { shortDigits } from './write-digits.js';

const countries: ValueGrammar['countries'] = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'];

export const pins: readonly ValueGrammar[] = [
  {
    countries,
    create: (random) => (random.chance(0.85) ? [random.digits(2), random.digits(2)] : [random.digits(6)]),
    renderings: shortDigits,
    frames: repeatFrames({
      often: [
        'A: please say your PIN / C: {v}',
        'A: and your (phone banking|security|account) PIN / C: {v}',
        'A: can I take the PIN on your account / C: (yes|sure|uh), {v}',
        'C: my PIN is {v}',
      ],
      sometimes: [
        'A: what PIN would you like to set / C: make it {v}',
        'C: I keep typing my PIN, {v}, and the machine says wrong PIN',
        'A: account number / C: {ACCOUNT} / A: and the PIN / C: {v}',
        'A: the voicemail asks for a PIN, do you have it / C: I think so, {v}',
        'C: I set up a PIN when I joined / A: and what is it / C: {v}',
        'A: what is the SIM PIN / C: {v}',
      ],
      rarely: [
        'C: I forgot my PIN / A: okay, your new PIN is {v}, please write it down / C: got it',
        'C: somebody stood behind me at the cash machine, he saw my PIN, {v}, can I change it',
        'C: which PIN, the one for the card or for the app / A: for the app / C: {v}',
        "C: my old PIN was {v2}, I'd like to change it to {v}",
        "A: I never need the PIN of your card, sir / C: well, it's {v}, if it helps",
        'C: they blocked my card because I put in {v} three times, and that is my PIN',
        'A: what PIN do you use for the alarm / C: oh, {v}',
      ],
    }),
  },
];

const codeFrames = repeatFrames({
  often: [
    "A: I've just texted you a code, what does it say / C: {v}",
    'A: can you read me the code we sent to your (phone|mobile) / C: (yes|sure), {v}',
    "A: what's the one time passcode / C: {v}",
    'A: and the verification code you received / C: (it is|) {v}',
    "A: I'm sending you a security code / C: okay, it just came through, {v}",
  ],
  sometimes: [
    "A: please check your email, there's a login code in it / C: (yeah|okay), {v}",
    'A: kindly tell me the OTP / C: {v}',
    'A: open the authenticator app / C: okay / A: what code does it show / C: {v}',
    'A: to confirm the payment your bank has sent you a code / C: got it, {v}',
    "A: did you get my text / C: yes / A: what's the code in it / C: {v}",
    "A: we send a code to check that it's you / C: it's arrived / A: go ahead / C: {v}",
    "C: it says don't share this code with anyone / A: you called us, so it's fine / C: okay, {v}",
    'A: to prove it is you, read out the number from the text I just sent / C: {v}',
    'C: the verification code is {v}',
    'A: what code did you get by text / C: {v}',
  ],
  rarely: [
    "C: the first code ran out / A: I've sent another one to your phone / C: now it's {v}",
    'C: I got a text with a login code, {v}, but I never asked for one',
    'C: a man phoned, he said he was from the bank, and I read him the code from the text, {v}',
    'A: has the text with the code come / C: no, still waiting, oh, now, {v}',
    "C: I'm putting in {v} and it says the verification code has expired",
    'A: your one time password for the portal is {v}, it works for ten minutes / C: okay',
    "C: ooh, my phone just buzzed / A: that's the code I sent you / C: right, let me find my glasses, {v}",
    'C: there are two texts from you / A: I need the code in the newest one / C: {v}',
    "A: what's the code in the WhatsApp message from us / C: {v}",
    'A: we emailed you a code to reset the password / C: (yes|I have it), {v}',
    'C: can you send the code again, I deleted the text / A: done, please read it to me / C: {v}',
  ],
});

const oneTimeCode = (create: ValueGrammar['create']): ValueGrammar => ({
  countries,
  create,
  renderings: shortDigits,
  frames: codeFrames,
});
const sixDigitCode = oneTimeCode((random) => [random.digits(3), random.digits(3)]);

/** Most codes have six digits. */
export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  sixDigitCode,
  oneTimeCode((random) => [random.digits(4)]),
  oneTimeCode((random) => [random.digits(2), random.digits(3)]),
  oneTimeCode((random) => [random.digits(4), random.digits(4)]),
];
