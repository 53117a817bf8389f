import { completeWith, ibanCheckDigits, passesAbaCheck } from '../../check-digits.js';
import type { RandomSource } from '../../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../../value-grammar.js';
import {
  americanDigits,
  codeRenderings,
  commonwealthDigits,
  continentalDigits,
  digitsWithSaidMarks,
} from './number-renderings.js';

const accountFrames = [
  'A: (and|) may I have the account number on your statement / C: (yes|sure), {v}',
  'C: please move it to my savings account, {v}',
  "C: my account number's {v}",
  'C: I have two accounts with you, account {v} and account {v2}',
  'A: the bank account I have on file is {v}, is that current / C: yes',
  'A: which account number should we refund / C: {v} please',
  'C: the account number is {v} and the amount was {amount}',
];

export const accounts: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]),
    renderings: americanDigits,
    frames: [
      ...accountFrames,
      "A: what's the checking account number at the bottom of your check / C: {v}",
      'C: the routing number is {ROUTING} and the account number is {v}',
      'C: my (checking|savings) is {v}',
    ],
  },
  {
    countries: ['GB'],
    create: (random) => cutIntoGroups(random.digits(8), [4, 4]),
    renderings: commonwealthDigits,
    frames: [
      ...accountFrames,
      'A: and the eight digit account number / C: {v}',
      'C: sort code {SORT_CODE} and account number {v}',
      'C: my current account is {v}',
    ],
  },
  {
    countries: ['AU', 'IN'],
    create: (random) => cutIntoGroups(random.number(random.pick([9, 11, 12])), [3, 3, 3, 3]),
    renderings: commonwealthDigits,
    frames: [...accountFrames, 'A: account number to credit / C: {v}', 'C: my salary account number is {v}'],
  },
  {
    countries: ['DE', 'ES'],
    create: (random) => cutIntoGroups(random.number(10), [3, 3, 4]),
    renderings: continentalDigits,
    frames: [...accountFrames, 'A: do you know your account number / C: yes, it is {v}'],
  },
];

export const sortCodes: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => cutIntoGroups(random.digits(6), [2, 2, 2]),
    renderings: [
      ...commonwealthDigits,
      (groups) => [groups.join('-')],
      digitsWithSaidMarks('dash'),
      digitsWithSaidMarks('hyphen'),
    ],
    frames: [
      "A: what sort code is that / C: (it's|) {v}",
      'C: my sort code (would be|was) {v}',
      'A: (and|) the six digit sort code for the direct debit / C: {v}',
      'C: sort code {v} and account number {ACCOUNT}',
      'A: I have sort code {v} here / C: (correct|yes)',
      'A: account number first / C: {ACCOUNT} / A: and the sort code / C: {v}',
    ],
  },
  {
    countries: ['AU'],
    create: (random) => cutIntoGroups(random.digits(6), [3, 3]),
    renderings: [...commonwealthDigits, (groups) => [groups.join('-')], digitsWithSaidMarks('dash')],
    frames: [
      'A: which BSB is it / C: {v}',
      'C: BSB {v}, account number {ACCOUNT}',
      'A: can you give me the BSB and the account number / C: the BSB is {v} and the account is {ACCOUNT}',
    ],
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.number(8), [3, 3, 2]),
    renderings: continentalDigits,
    frames: ['A: do you have the bank code as well / C: (yes|sure), {v}', 'C: the Bankleitzahl would be {v}'],
  },
  {
    countries: ['IN'],
    create: (random) => [random.letters(4), `0${random.digits(6)}`],
    renderings: codeRenderings,
    frames: [
      "A: kindly share the IFSC / C: (yes ma'am|sure), {v}",
      'C: account number {ACCOUNT} and IFSC code {v}',
      'A: IFSC code of your branch sir / C: it is {v}',
    ],
  },
];

export const routing: ValueGrammar = {
  countries: ['US'],
  create: (random) => {
    const prefix = String(random.pick([random.integer(1, 12), random.integer(21, 32)])).padStart(2, '0');
    return cutIntoGroups(
      completeWith(prefix + random.digits(6), passesAbaCheck),
      random.pick([
        [3, 3, 3],
        [4, 4, 1],
      ]),
    );
  },
  renderings: americanDigits,
  frames: [
    "A: (and|) what's the nine digit routing number / C: {v}",
    'C: the routing number for my bank is {v}',
    'C: routing number {v}, account number {ACCOUNT}',
    "A: do you have the bank's routing number / C: (yeah|let me check), it's {v}",
    'A: is your routing number still {v} / C: (yes|it is)',
    'C: the routing number on the check says {v}',
    "A: what's the ABA routing number / C: (that's|) {v}",
    'C: the wire routing number is {v} and the reference number is {reference}',
  ],
};

const ibanShapes: readonly { readonly country: string; readonly bban: (random: RandomSource) => string }[] = [
  { country: 'GB', bban: (random) => random.letters(4) + random.digits(14) },
  { country: 'DE', bban: (random) => random.digits(18) },
  { country: 'ES', bban: (random) => random.digits(20) },
  { country: 'IE', bban: (random) => random.letters(4) + random.digits(14) },
  { country: 'AT', bban: (random) => random.digits(16) },
];

export const iban: ValueGrammar = {
  countries: ['GB', 'DE', 'ES'],
  create: (random) => {
    const { country, bban } = random.pick(ibanShapes);
    const account = bban(random);
    return `${country}${ibanCheckDigits(country, account)}${account}`.match(/.{1,4}/g) ?? [];
  },
  renderings: codeRenderings,
  frames: [
    'A: which IBAN should the money go to / C: (to|) {v}',
    'C: my new IBAN (is|would be) {v}',
    'A: could you spell out your IBAN for me / C: (yes|of course), {v}',
    'C: the old IBAN was {v} and the new one is {v2}',
    'A: the IBAN we have on file is {v}, shall we use that one / C: yes please',
    'C: my IBAN is {v} and the invoice number is {invoice}',
  ],
  bareFrames: ['C: please transfer it to {v}', 'A: I am listening / C: {v}'],
};
