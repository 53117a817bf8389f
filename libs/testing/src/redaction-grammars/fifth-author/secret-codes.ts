import type { ValueGrammar } from '../value-grammar.js';
import { everywhere, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

export const pins: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: weighFrames(
      [
        'A: can you give me your four digit PIN / C: {v}',
        "A: what's the PIN on the account / C: (it's|uh) {v}",
        'A: and your telephone banking PIN / C: {v}',
        'C: my PIN is {v}',
        'A: for security, your account PIN please / C: {v}',
      ],
      [
        "C: I set the voicemail PIN to {v} and it doesn't take it",
        'A: you can choose a new four digit PIN now / C: okay, {v}',
        'A: did you give your PIN to anybody / C: yes, he asked for it and I said {v}',
        'C: I want to change my PIN from {v2} to {v}',
        'A: do you have a password or a PIN with us / C: a PIN, {v}',
        "C: the machine kept my card after I typed {v} three times / A: and that's your PIN / C: yes",
      ],
    ),
  },
];

export const oneTimeCodes: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [random.digits(3), random.digits(3)],
    renderings: shortDigits,
    frames: weighFrames(
      [
        "A: I've just texted you a code, can you read it out to me / C: {v}",
        'A: you should have a six digit code on your phone now / C: yes, {v}',
        'A: can you read me the verification code / C: {v}',
        "A: what's the code in the text message / C: it says {v}",
        "A: I've emailed you a one time passcode / C: okay, got it, {v}",
        'A: please tell me the OTP you received / C: {v}',
      ],
      [
        'A: a security code is on its way by SMS, tell me when it arrives / C: it is here, {v}',
        "A: that code has expired, I've sent you another one / C: okay, the new one is {v}",
        'C: he said he was from the bank, so I read him the code from the text, {v}',
        "C: it just says {v} is your verification code, don't share it with anyone",
        'A: use the code from your authenticator app / C: right now it shows {v}',
        'C: the OTP is {v}',
      ],
    ),
  },
  {
    countries: everywhere,
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: weighFrames([
      'A: I sent a four digit code to your mobile / C: {v}',
      'A: and the code we sent you / C: {v}',
      'C: the code you texted me is {v}',
    ]),
  },
];
