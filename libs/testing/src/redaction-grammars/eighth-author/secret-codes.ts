import { repeatFrames } from '../repeat-frames.js';
import {
  everyCountry,
  fewDigits,
  inGroups,
  inPartsOf,
  plainCodes,
  withCommas,
  withHyphens,
} from '../say-characters.js';
import { sayPairs, sayRepeats, saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';

/** How people read codes from a text or an app. */
const codeRenderings: readonly Rendering[] = [
  ...fewDigits,
  inGroups,
  inGroups,
  withHyphens,
  inPartsOf(3, (part) => saySingly(part)),
  inPartsOf(2, sayPairs),
  inPartsOf(3, (part) => sayRepeats(part, 'zero', 3)),
  withCommas,
];

export const pins: readonly ValueGrammar[] = [
  {
    countries: everyCountry,
    create: (random) => (random.chance(0.75) ? [random.digits(4)] : [random.digits(3), random.digits(3)]),
    renderings: fewDigits,
    frames: repeatFrames({
      often: [
        "A: what's your PIN / C: (it's|um|) {v}",
        'A: say your PIN for me / C: {v}',
        'A: (telephone|phone) banking PIN please / C: {v}',
        'C: (my PIN is|my PIN was) {v}',
      ],
      sometimes: [
        "C: the SIM's asking for a PIN, I typed {v} and nope",
        'A: for your new SIM the PIN is {v} / C: (cool|ok thanks)',
        "C: my card PIN {v} hasn't worked since yesterday",
        'A: what PIN do you want for the voicemail / C: {v}',
        'A: choose a new PIN / C: okay, {v}',
        'C: forgot my app PIN, I thought it was {v}',
        'A: before I can talk about the account I need your PIN / C: {v}',
        "C: the parcel locker won't open, the PIN in my app says {v}",
      ],
      rarely: [
        'C: {v} / A: thanks, but next time please type your PIN, do not say it',
        'C: PIN or password / A: the PIN / C: {v}',
        "C: my ex knows my PIN, it's {v}, how do I change it",
        'C: I changed my PIN from {v2} to {v} and now the app is locked',
        'A: so you set {v} as your PIN, is that right / C: yep',
        'C: which PIN, the card or the phone / A: the one for the card / C: {v}',
      ],
    }),
  },
];

const codeFrames = {
  often: [
    'A: I just sent you a (code|text with a code), read it to me when it comes / C: {v}',
    "A: you should have a text from us now, what's the code / C: (it's|yep|) {v}",
    'A: can you read me the code from the app / C: (sure|ok), {v}',
    "C: (the code's|the code is) {v} / A: (perfect|thanks), you're verified",
    'A: sending you a verification code, one sec / C: got it, {v}',
    "A: what's the verification code / C: (it says|it's|) {v}",
  ],
  sometimes: [
    'A: open your authenticator and read me the number for us / C: {v}',
    "C: I keep getting login codes I didn't ask for, the last one was {v}",
    'A: please tell me the OTP you have received / C: (yes|one moment), {v}',
    'A: did you get the text with the code / C: (yep|yeah just came), {v}',
    "A: it's a one time passcode, valid for ten minutes / C: ok, {v}",
    'C: where do I see the code / A: in the text message we sent / C: ah there, {v}',
    'A: check your email for a login code / C: spam folder, wait, {v}',
    'A: the app should pop up with a security code / C: it shows {v}',
    'C: the code you sent expired / A: I sent a new one / C: then {v}',
    'C: it says your verification code is {v}, do not share it with anyone',
    'A: two factor code please / C: {v}',
    'A: to reset your password I have emailed you a code / C: got it, {v}',
    'A: the driver needs the delivery code that you got by text / C: that is {v}',
    'A: identity check first, what is the code in the text message / C: {v}',
    'A: share the OTP please / C: network is slow here / A: no problem / C: {v}',
  ],
  rarely: [
    'C: {v} / A: what is that / C: the code you just texted me',
    'C: I got two texts, which code do you want / A: the latest one / C: {v}',
    'A: the first code, {v2}, has expired / C: now there is {v}',
    'C: a guy from tech support made me read him the code from my text, {v}, did he get in',
    "A: I've sent the code to the number ending {lastFour} / C: that's my work phone, hold on, okay, {v}",
    "C: your text took forever / A: sorry about that, what's the code in it / C: {v}",
    'C: the app wants an activation code / A: it is {v}, valid for five minutes / C: (done|worked)',
    "C: can't get into my account on the new phone / A: I'll send a login code to the old one / C: I have both here, okay, {v}",
    'A: read me the last text you got from us / C: your one time code is {v}',
    'C: is it the password you want / A: never, only the code from the text / C: {v}',
    'A: we texted you a code / C: nothing here / A: give it a minute / C: oh there it is, {v}',
    'C: I typed {v} and it says the code is wrong / A: that was the old verification code',
  ],
};

const oneTimeCode = (
  create: ValueGrammar['create'],
  renderings: readonly Rendering[] = codeRenderings,
): ValueGrammar => ({
  countries: everyCountry,
  create,
  renderings,
  frames: repeatFrames(codeFrames),
});
const sixDigitCode = oneTimeCode((random) => [random.digits(3), random.digits(3)]);
const pairedCode = oneTimeCode((random) => [random.digits(2), random.digits(2), random.digits(2)]);

/** German banks call the code of a transfer a TAN. */
const transactionNumber: ValueGrammar = {
  countries: ['DE'],
  create: (random) => [random.digits(3), random.digits(3)],
  renderings: codeRenderings,
  frames: repeatFrames({
    often: ['A: please confirm with the TAN from the app / C: {v}', 'C: the TAN is {v}'],
    sometimes: [
      'A: which TAN do you see / C: one moment, {v}',
      'C: I got a TAN by text but I did not make a transfer, it was {v}',
    ],
  }),
};

export const oneTimeCodes: readonly ValueGrammar[] = [
  sixDigitCode,
  sixDigitCode,
  sixDigitCode,
  pairedCode,
  oneTimeCode((random) => [random.digits(4)]),
  oneTimeCode((random) => [random.digits(5)]),
  oneTimeCode((random) => [random.digits(4), random.digits(4)]),
  oneTimeCode((random) => [random.letters(1) + random.digits(2), random.letters(1) + random.digits(2)], plainCodes),
  transactionNumber,
];
