import type { ValueGrammar } from '../value-grammar.js';
import { commonGrammar, fewDigits } from './say-numbers.js';

export const pins: readonly ValueGrammar[] = [
  commonGrammar((random) => [random.digits(random.pick([4, 4, 5, 6]))], fewDigits, [
    'A: key your PIN in or tell it to me / C: {v}',
    'C: it asks for the PIN at the charger, I put {v} and nothing happens',
    'A: what PIN did you set for the app / C: I always use {v}',
    "C: my card PIN, {v}, is the same as my door, I know I shouldn't",
    'A: your account PIN, please, the one you chose when / C: {v}',
    "A: we posted you a new PIN / C: yes, it's {v} and I'd like to change it to {v2}",
    'A: for the voicemail the PIN is {v} unless you change it / C: thank you',
    'C: my secret number for the cash machine is {v}',
    'A: name and telephone PIN, please / C: Ola Berg, {v}',
    "C: it's the safe in my room, the PIN was {v} and now it won't open",
  ]),
];

export const oneTimeCodes: readonly ValueGrammar[] = [
  commonGrammar(
    (random) =>
      random.pick([
        () => [random.digits(6)],
        () => [random.digits(3), random.digits(3)],
        () => [random.digits(2), random.digits(2), random.digits(2)],
        () => [random.digits(4)],
        () => [random.digits(4), random.digits(4)],
      ])(),
    fewDigits,
    [
      "A: I'm pushing a code to your handset / C: it buzzed, {v}",
      'A: read me the digits from the text message when it arrives / C: okay, here, {v}',
      'C: the SMS says the code is {v}, do not share it with anyone, it says',
      "A: what does your authenticator display / C: {v}, it's changing now",
      'C: before I can send the coins it wants the two factor code, I have {v}',
      "A: please quote the one time passcode and your full name / C: {v}, and it's Ola Berg",
      'C: the login code in the e-mail was {v}, then a second one came, {v2}',
      'A: has the verification text arrived / C: two of them / A: the latest one, please / C: {v}',
      'C: the confirm code that came on my phone, it is {v}',
      'A: you will have received a one-time / C: yes, {v}',
    ],
  ),
];
