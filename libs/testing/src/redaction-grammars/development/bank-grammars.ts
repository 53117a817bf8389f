import { completeWith, ibanCheckDigits, passesAbaCheck } from '../check-digits.js';
import { codeRenderings, digitRenderings } from './number-renderings.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const accountFrames = [
  "A: (and|) (what is|what's|can I have) (the|your) account number / C: (yes|it's|sure|) {v}",
  'C: (my|the) account number is {v}',
  'C: my (checking|savings|current|bank) account (number|) is {v}',
  'C: account number {v}',
  'A: which account should the money go to / C: to account {v}',
  'A: please tell me your bank account number / C: (sure|) {v}',
  'C: the account is {v}',
  'C: (you can|please) debit (my|the) account {v}',
  "A: and the number of the account / C: that's {v}",
  'C: account no {v}',
  "A: I'll need the account number for the direct debit / C: it would be {v}",
];

export const accounts: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => {
      const count = random.integer(8, 12);
      return cutIntoGroups(random.number(count), count % 4 === 0 ? [4, 4, 4] : [3, 3, 3, 3]);
    },
    renderings: digitRenderings,
    frames: accountFrames,
  },
  {
    countries: ['GB'],
    create: (random) => cutIntoGroups(random.digits(8), random.pick([[8], [4, 4], [2, 2, 2, 2]])),
    renderings: digitRenderings,
    frames: accountFrames,
  },
  {
    countries: ['AU', 'IN', 'DE'],
    create: (random) => cutIntoGroups(random.number(random.pick([9, 10, 11])), [3, 3, 5]),
    renderings: digitRenderings,
    frames: accountFrames,
  },
  {
    countries: ['ES'],
    create: (random) => cutIntoGroups(random.digits(20), [4, 4, 2, 10]),
    renderings: digitRenderings,
    frames: accountFrames,
  },
];

export const sortCodes: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => cutIntoGroups(random.digits(6), [2, 2, 2]),
    renderings: digitRenderings,
    frames: [
      "A: (and|) (what is|what's|can I have) the sort code / C: (it's|) {v}",
      'C: (the|my) sort code is {v}',
      'C: sort code {v}',
      'A: sort code please / C: (sure|) {v}',
      "C: it's sort code {v}",
      'A: could I take the sort code of your bank / C: yes that is {v}',
    ],
  },
  {
    countries: ['AU'],
    create: (random) => cutIntoGroups(random.digits(6), [3, 3]),
    renderings: digitRenderings,
    frames: [
      'A: (and|) the BSB (number|) (please|) / C: {v}',
      'C: (my|the) BSB is {v}',
      "A: what's your BSB / C: (it's|) {v}",
      'C: bsb number {v}',
    ],
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.number(8), [3, 3, 2]),
    renderings: digitRenderings,
    frames: [
      'A: (and|) the Bankleitzahl / C: {v}',
      'C: the bank code is {v}',
      "A: what is the bank code / C: (it's|) {v}",
      'C: Bankleitzahl {v}',
    ],
  },
  {
    countries: ['IN'],
    create: (random) => [random.letters(4), `0${random.digits(6)}`],
    renderings: codeRenderings,
    frames: [
      "A: (and|) the IFSC code (please|) / C: (it's|) {v}",
      'C: the IFSC is {v}',
      'A: what is the IFSC of the branch / C: {v}',
      'C: IFSC code {v}',
    ],
  },
];

export const routing: ValueGrammar = {
  countries: ['US'],
  create: (random) => {
    const prefix = String(random.pick([random.integer(1, 12), random.integer(21, 32)])).padStart(2, '0');
    return cutIntoGroups(completeWith(prefix + random.digits(6), passesAbaCheck), [3, 3, 3]);
  },
  renderings: digitRenderings,
  frames: [
    "A: (and|) (what is|what's) (the|your) routing number / C: (it's|) {v}",
    'C: (the|my) routing number is {v}',
    'C: routing {v}',
    'A: I need the ABA number (of your bank|) / C: {v}',
    'A: could you read the routing number from the check / C: (sure|) {v}',
    "C: it's routing number {v}",
    'A: routing and transit number (please|) / C: {v}',
    'C: the bank routing number would be {v}',
  ],
};

const ibanShapes = [
  {
    country: 'GB',
    bban: (random: { letters(n: number): string; digits(n: number): string }) => random.letters(4) + random.digits(14),
  },
  { country: 'DE', bban: (random: { digits(n: number): string }) => random.digits(18) },
  { country: 'ES', bban: (random: { digits(n: number): string }) => random.digits(20) },
  { country: 'FR', bban: (random: { digits(n: number): string }) => random.digits(23) },
  {
    country: 'NL',
    bban: (random: { letters(n: number): string; digits(n: number): string }) => random.letters(4) + random.digits(10),
  },
];

export const iban: ValueGrammar = {
  countries: ['GB', 'DE', 'ES'],
  create: (random) => {
    const { country, bban } = random.pick(ibanShapes);
    const account = bban(random);
    const whole = `${country}${ibanCheckDigits(country, account)}${account}`;
    return whole.match(/.{1,4}/g) ?? [];
  },
  renderings: codeRenderings,
  frames: [
    "A: (and|) (what is|what's|can I have) (the|your) IBAN / C: (it's|yes|) {v}",
    'C: (my|the) IBAN is {v}',
    'C: the IBAN number is {v}',
    'A: I need your IBAN for the refund / C: (sure|okay|) {v}',
    'C: IBAN {v}',
    'A: please read me the IBAN / C: that would be {v}',
  ],
  bareFrames: ['C: (please|) send it to {v}', 'C: it is {v}', 'C: you can transfer it to {v}', 'A: go ahead / C: {v}'],
};
