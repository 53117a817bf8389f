import type { ValueGrammar } from '../value-grammar.js';
import { everywhere, shortDigits } from './say-values.js';

const digits = (groups: readonly number[], frames: readonly string[]): ValueGrammar => ({
  countries: everywhere,
  create: (random) => groups.map((count) => random.digits(count)),
  renderings: shortDigits,
  frames,
});

const fourDigitPins = digits(
  [4],
  [
    "A: what's your PIN / C: {v}",
    'A: please say your four digit PIN / C: (okay|) {v}',
    'A: and the PIN for telephone banking / C: {v}',
    "C: my PIN is {v} but it's not accepted",
    'A: choose a PIN / C: {v} / A: and once more / C: {again}',
    "A: tell me the new PIN you'd like / C: I'd like {v}",
    'A: account PIN / C: the one for the app / A: no, the one for the phone / C: {v}',
    'A: customer PIN please / C: {v}',
    'A: what is the PIN number / C: {v}',
    "A: do you remember your PIN / C: I think it's {v}",
    "C: I wrote it on the card, {v}, is that a bad idea / A: your PIN, yes, please don't do that",
    'A: your pen number please, the four digits you use at the cash machine / C: {v}',
    "C: the number I put into the ATM is {v} / A: that's your PIN, please don't tell me",
    'A: did the caller ask for your PIN / C: yes and I told him {v}',
    'C: can you change my PIN / A: to what / C: {v}',
    'A: I have set your PIN to {v} / C: okay',
    'A: voicemail PIN / C: {v}',
    'A: what PIN did you set when you opened the account / C: (uh|hm) {v}',
    "C: my SIM asks for a PIN, I typed {v} / A: and it didn't take it",
    'A: PIN / C: which one / A: the one in the letter / C: {v}',
    'A: for the kids profile, what PIN do you want / C: {v}',
    "C: PIN's {v}",
    'A: PIN of the alarm panel / C: {v}',
    'A: I need your PIN first / C: sorry, the baby / A: no worries / C: so the PIN, {v}',
    'A: so the old PIN was {v2} / C: yes, make it {v}',
    "C: so you don't have to ask, my PIN is {v} / A: thanks, and the account number / C: {ACCOUNT}",
    'A: password / C: I only ever had a PIN, {v}',
    'A: what do you enter at the machine / C: my PIN / A: and it says wrong / C: yes, I enter {v}',
  ],
);
const sixDigitPins = digits(
  [3, 3],
  ['A: and the six digit PIN of your trading account / C: {v}', 'C: my login PIN is {v}', 'A: mobile PIN / C: {v}'],
);

export const pins: readonly ValueGrammar[] = [fourDigitPins, fourDigitPins, fourDigitPins, sixDigitPins];

const codeFrames = [
  'A: you should have had a text with a code / C: yes, {v}',
  'A: can you read me the one time password / C: {v}',
  "C: the verification code is {v}, it's just come through",
  'A: I am sending you an OTP, kindly tell me / C: wait / A: yes / C: got it, {v}',
  'A: has the code arrived by email / C: one moment / A: sure / C: {v}',
  'C: the authenticator shows {v} at the moment',
];
export const oneTimeCodes: readonly ValueGrammar[] = [digits([3, 3], codeFrames), digits([4], codeFrames)];
