import { completeWith, ibanCheckDigits, passesAbaCheck } from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import {
  australianDigits,
  europeanDigits,
  indianDigits,
  letterCodes,
  saidWithMark,
  ukDigits,
  usDigits,
} from './number-renderings.js';
import { australia, britain, india } from './regions.js';

const accountFrames = [
  'A: which account number should the refund go to / C: {v}',
  'C: could you send the claim money to account number {v}',
  'A: I need the account number for the direct debit / C: (yes|one moment), {v}',
  'C: the account number has changed, it is {v} now',
  'C: from account {v} to account {v2} please',
  'A: I can see the account number is {v}, is that right / C: (yeah|that is right)',
  'C: my account number is {v} and the payment was for {amount}',
  'C: I transferred it from my bank account, {v}, two days ago',
  'A: what name is the account in / C: my husband / A: and the account number / C: {v}',
  "C: I've got the account number here, (um,|) {v}",
];

const account = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  own: readonly string[],
): ValueGrammar => ({ countries, create, renderings, frames: [...accountFrames, ...own] });

export const bankAccounts: readonly ValueGrammar[] = [
  account(['US'], (random) => cutIntoGroups(random.number(random.pick([8, 10, 12])), [4, 4, 4]), usDigits, [
    'A: and your checking account number / C: {v}',
    'C: routing is {ROUTING} and account is {v}',
    'A: is this for checking or savings / C: savings, the account number is {v}',
    'A: could you give me the account number on your gas bill / C: {v}',
  ]),
  account(britain, (random) => cutIntoGroups(random.digits(8), [2, 2, 2, 2]), ukDigits, [
    'A: sort code / C: {SORT_CODE} / A: and the account number / C: {v}',
    "C: the sort code's {SORT_CODE}, account number {v}",
    'A: your energy account number should be at the top of the bill / C: (got it|here it is), {v}',
  ]),
  account(india, (random) => cutIntoGroups(random.number(random.pick([11, 14])), [4, 4, 4, 2]), indianDigits, [
    'A: madam, your savings account number please / C: {v}',
    'C: my account number is {v} and IFSC is {SORT_CODE}',
  ]),
  account(australia, (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]), australianDigits, [
    'A: BSB / C: {SORT_CODE} / A: and account number / C: {v}',
    "C: it's going into account number {v}, BSB {SORT_CODE}",
  ]),
  account(['DE', 'ES'], (random) => cutIntoGroups(random.number(10), [2, 2, 2, 2, 2]), europeanDigits, [
    'C: I have only the old account number, {v}',
    'A: the bank account number please / C: it is {v}',
  ]),
];

export const sortCodes: readonly ValueGrammar[] = [
  {
    countries: britain,
    create: (random) =>
      cutIntoGroups(random.pick(['20', '30', '40', '60', '09', '11', '83']) + random.digits(4), [2, 2, 2]),
    renderings: [...ukDigits, (groups) => [groups.join('-')], ...saidWithMark('dash')],
    frames: [
      "A: can I start with the sort code / C: (sure|yeah), it's {v}",
      'A: to set up the direct debit I need your sort code / C: {v}',
      "C: I've moved banks so the sort code is {v} now",
      'A: we hold sort code {v} for you / C: (yes|that is the one)',
      'A: account number / C: {ACCOUNT} / A: sort code / C: {v}',
      "C: the sort code on the statement says {v} and the one on the card says {v2}, they're different",
      'C: sort code is {v}, account is {ACCOUNT}',
    ],
  },
  {
    countries: australia,
    create: (random) => cutIntoGroups(random.pick(['06', '03', '73', '08', '01']) + random.digits(4), [3, 3]),
    renderings: [...australianDigits, (groups) => [groups.join('-')], ...saidWithMark('dash')],
    frames: [
      "A: what's the BSB for that account / C: {v}",
      'C: the BSB number is {v}',
      'A: I need a BSB and an account number / C: the BSB is {v}, and the account number is {ACCOUNT}',
      'A: is the BSB {v} / C: yep',
    ],
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.characters(1, '1234567') + random.digits(7), [3, 3, 2]),
    renderings: europeanDigits,
    frames: [
      'A: and the bank code, the Bankleitzahl / C: {v}',
      'C: the Bankleitzahl of my bank is {v}',
      'C: bank code {v}, account number {ACCOUNT}',
    ],
  },
  {
    countries: india,
    create: (random) => [random.pick(['HDFC', 'ICIC', 'SBIN', 'UTIB', 'PUNB']), `0${random.digits(6)}`],
    renderings: letterCodes,
    frames: [
      'A: and the IFSC code of the branch / C: {v}',
      "C: it's written on the passbook, IFSC code {v}",
      'A: sir, please confirm the IFSC code, {v} / C: yes, correct',
      'C: the IFSC is {v} and the account number is {ACCOUNT}',
    ],
  },
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => {
      const district = String(random.pick([random.integer(1, 12), random.integer(21, 32)])).padStart(2, '0');
      return cutIntoGroups(completeWith(district + random.digits(6), passesAbaCheck), [3, 3, 3]);
    },
    renderings: usDigits,
    frames: [
      'A: look at the bottom left of your check, that is the routing number / C: (okay|alright), {v}',
      'A: for direct deposit I need the routing number / C: {v}',
      'C: my routing number is {v} and my account number is {ACCOUNT}',
      'A: do you know the routing number / C: (I do|hold on), {v}',
      'A: I show routing number {v} / C: correct',
      'C: the ACH routing number is {v} but for wires it is {v2}',
      'C: I switched to a credit union, the routing number there is {v}',
      'A: account number / C: {ACCOUNT} / A: and the routing / C: {v}',
      'C: the claim number is {reference} and the routing number is {v}',
      'A: the bank rejected it, can you check the routing number for me / C: it says {v}',
    ],
  },
];

const ibanBodies: readonly (readonly [country: string, create: (random: RandomSource) => string])[] = [
  ['GB', (random) => random.pick(['BARC', 'NWBK', 'HBUK', 'LOYD']) + random.digits(14)],
  ['DE', (random) => random.number(8) + random.digits(10)],
  ['ES', (random) => random.digits(20)],
  ['FR', (random) => random.digits(23)],
  ['NL', (random) => random.pick(['ABNA', 'INGB', 'RABO']) + random.digits(10)],
];

export const ibans: readonly ValueGrammar[] = [
  {
    countries: ['GB', 'DE', 'ES'],
    create: (random) => {
      const [country, createBody] = random.pick(ibanBodies);
      const body = createBody(random);
      return `${country}${ibanCheckDigits(country, body)}${body}`.match(/.{1,4}/g) ?? [];
    },
    renderings: letterCodes,
    frames: [
      'A: what is the IBAN for the refund / C: {v}',
      'C: the IBAN on my statement reads {v}',
      'A: we pay out to a bank account, so I need an IBAN / C: (ah, okay,|sure,) {v}',
      'A: I repeat the IBAN, {v} / C: perfect',
      'C: please use the IBAN {v} and not {v2}',
      'A: IBAN please / C: {v}',
      'C: my claim is {reference} and the IBAN for the payment is {v}',
      'A: is it a German account / C: yes / A: then please tell me the IBAN / C: {v}',
      'C: we have a new bank, the IBAN is {v}',
    ],
    bareFrames: ['C: the money should go to {v}', 'A: tell me / C: {v}'],
  },
];
