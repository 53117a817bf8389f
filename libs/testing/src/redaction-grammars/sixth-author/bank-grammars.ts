import { completeWith, passesAbaCheck } from '../check-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits, letterCodes } from './say-values.js';

const grammar = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries, create, renderings, frames });

const accountFrames = [
  'A: bank account number / C: {v}',
  "C: the donation should leave my account, that's account number {v}",
  'A: which account do you pay the school fees from / C: my current account, {v}',
  'A: I read back the account number, {v} / C: (correct|perfect)',
  'A: account number please / C: is that the one on the bill / A: yes, top right / C: {v}',
  'A: the account number was {v2} / C: sorry, I misread it, {v}',
];
const createAccount =
  (lengths: readonly number[], groups: readonly number[]): ValueGrammar['create'] =>
  (random) =>
    cutIntoGroups(random.number(random.pick(lengths)), groups);

export const accounts: readonly ValueGrammar[] = [
  grammar(['GB'], createAccount([8], [4, 4]), britishDigits, accountFrames),
  grammar(['US', 'CA'], createAccount([9, 10, 12], [3, 3, 3, 3]), americanDigits, accountFrames),
  grammar(['IN'], createAccount([11, 14], [4, 4, 3, 3]), indianDigits, accountFrames),
  grammar(['AU'], createAccount([8, 9], [3, 3, 3]), britishDigits, accountFrames),
  grammar(['DE', 'ES'], createAccount([10], [3, 3, 2, 2]), europeanDigits, accountFrames),
];

export const sortCodes: readonly ValueGrammar[] = [
  grammar(
    ['GB'],
    (random) => [random.pick(['20', '40', '60', '77', '08']), random.digits(2), random.digits(2)],
    britishDigits,
    [
      'A: sort code / C: {v}',
      'A: first the sort code / C: (right|so) {v} / A: then the account / C: {ACCOUNT}',
      "C: my bank's sort code is {v}",
      'A: I have {v} for the sort code / C: yes',
      'A: the short code of your bank, six digits / C: {v}',
    ],
  ),
  grammar(['AU'], (random) => [random.pick(['063', '083', '014', '734']), random.digits(3)], britishDigits, [
    'A: BSB number / C: {v}',
    "C: BSB {v}, it's the Commonwealth",
    'A: can I have the B S B first / C: {v}',
  ]),
  grammar(['IN'], (random) => [`${random.pick(['SBIN', 'PUNB', 'KKBK', 'AXIS'])}0`, random.digits(6)], letterCodes, [
    'A: IFSC code sir / C: {v}',
    'C: the IFSC of my branch is {v}',
    'A: I F S C / C: {v}',
  ]),
  grammar(['DE'], (random) => [random.number(3), random.digits(3), random.digits(2)], europeanDigits, [
    'A: and the bank code, eight digits / C: {v}',
    'C: the BLZ is {v}',
  ]),
];

const createRouting: ValueGrammar['create'] = (random) =>
  cutIntoGroups(
    completeWith(random.pick(['01', '04', '06', '07', '10', '31']) + random.digits(6), passesAbaCheck),
    [3, 3, 3],
  );

export const routingNumbers: readonly ValueGrammar[] = [
  grammar(['US'], createRouting, americanDigits, [
    'A: routing number / C: {v}',
    'C: the routing is {v}, account {ACCOUNT}',
    'A: your ABA number / C: the nine digits, okay, {v}',
    "A: what's the rooting number of your bank / C: {v}",
    'A: I looked up your bank, routing number {v}, does that match your check / C: it does',
  ]),
];
