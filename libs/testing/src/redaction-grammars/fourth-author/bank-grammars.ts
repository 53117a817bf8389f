import { completeWith, ibanCheckDigits, passesAbaCheck } from '../check-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { allDigits, codes, learnedDigits, nativeDigits } from './say-numbers.js';

const accountFrames = [
  'A: where do we send your overpaid tax / C: to my bank account, the number is {v}',
  'C: the mortgage comes out of account {v}',
  'A: might I have the account number as it appears on your statement / C: it reads {v}',
  "A: what's your customer account number with us, it should be on the top of / C: {v}",
  'C: I gave the council {v} as my bank account and it should have been {v2}',
  "A: I've got bank account {v} for the allowance, still good / C: still good",
  'C: name is Ray Dunn, bank account {v}, amount {amount}, please hurry',
  'C: my account number with you is {v}, {again}, and my line is still dead',
  'A: which of your accounts / C: the joint one / A: and the number of that account / C: {v}',
];

const account = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  own: readonly string[],
): ValueGrammar => ({ countries, create, renderings, frames: [...accountFrames, ...own] });

export const accounts: readonly ValueGrammar[] = [
  account(['US'], (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]), nativeDigits, [
    'A: routing and account number / C: {ROUTING}, and account {v}',
    'C: the checking account I use for my donation is {v}',
  ]),
  account(['GB'], (random) => cutIntoGroups(random.digits(8), [4, 4]), nativeDigits, [
    'A: sort code and account number please / C: {SORT_CODE} and {v}',
    'C: account {v}, sort code {SORT_CODE}, in the name of the school',
  ]),
  account(['IN'], (random) => cutIntoGroups(random.number(random.pick([11, 12])), [4, 4, 4]), learnedDigits, [
    'C: account number of mine is {v}, in the name of my father',
    'A: IFSC and account number, sir / C: IFSC {SORT_CODE}, account number {v}',
  ]),
  account(['AU'], (random) => cutIntoGroups(random.number(random.pick([6, 9])), [3, 3, 3]), nativeDigits, [
    "C: BSB {SORT_CODE}, account {v}, that's my cheque account",
    'A: and the account you want your rebate in / C: account number {v}',
  ]),
  account(['DE', 'ES'], (random) => cutIntoGroups(random.number(10), [3, 3, 4]), learnedDigits, [
    'C: the number of my account by the bank is {v}',
    'A: account number / C: I have it, please write, {v}',
  ]),
];

export const sortCodes: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => [random.pick(['20', '40', '60', '07', '77', '08']), random.digits(2), random.digits(2)],
    renderings: nativeDigits,
    frames: [
      'A: the six digits that identify the branch, the sort code / C: {v}',
      'C: sort code first, {v}, then the account, {ACCOUNT}, got that',
      'A: and which sort code is that at / C: {v}',
      'A: sort code and account number / C: {v} and {ACCOUNT}',
      'C: they changed my sort code from {v} to {v2} when the branch shut',
      "A: I'm showing sort code {v} / C: that's the building society, yes",
    ],
  },
  {
    countries: ['AU'],
    create: (random) => [random.pick(['062', '033', '732', '484', '014']), random.digits(3)],
    renderings: nativeDigits,
    frames: [
      "A: what's the BSB of the school's account / C: {v}",
      "C: BSB's {v}, mate, account {ACCOUNT}",
      'A: BSB please, and then / C: {v}',
    ],
  },
  {
    countries: ['DE'],
    create: (random) => [random.number(3), random.digits(3), random.digits(2)],
    renderings: learnedDigits,
    frames: [
      'C: the Bankleitzahl, you say bank code, it is {v}',
      'A: Bankleitzahl and account number / C: {v}, and the account {ACCOUNT}',
      'A: would you state the Bankleitzahl, please / C: {v}',
    ],
  },
  {
    countries: ['IN'],
    create: (random) => [random.pick(['HDFC', 'SBIN', 'KKBK', 'YESB', 'BARB']), '0', random.digits(6)],
    renderings: codes,
    frames: [
      'A: kindly tell me the IFSC / C: {v}',
      'C: branch IFSC code is {v} only',
      'A: IFSC and account number, madam / C: {v} and account is {ACCOUNT}',
    ],
  },
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) =>
      cutIntoGroups(completeWith(random.pick(['02', '11', '26', '31']) + random.digits(6), passesAbaCheck), [3, 3, 3]),
    renderings: nativeDigits,
    frames: [
      "A: bottom left of the check there are nine digits, that's the routing number / C: {v}",
      'C: the A B A number is {v}',
      'A: routing and account / C: routing {v}, account {ACCOUNT}',
      'C: I found two routing numbers, {v} for paper and {v2} for wires',
      "A: for the ACH I'll need your bank's routing transit number / C: {v}",
      'C: my bank changed hands, so use routing number {v} from now on',
      'A: is the routing number {v} / C: that is correct',
      "A: what's the routing num / C: {v}",
    ],
  },
];

const ibanLengths = { DE: 18, ES: 20, GB: 18 } as const;

export const ibans: readonly ValueGrammar[] = (['DE', 'ES', 'GB'] as const).map((country): ValueGrammar => ({
  countries: [country],
  create: (random) => {
    const bank = country === 'GB' ? random.pick(['NWBK', 'BARC', 'LOYD']) : '';
    const account = bank + random.digits(ibanLengths[country] - bank.length);
    return `${country}${ibanCheckDigits(country, account)}${account}`.match(/.{1,4}/g) ?? [];
  },
  renderings: country === 'GB' ? codes : [...codes.slice(0, 5), ...allDigits.slice(0, 5)],
  frames: [
    'A: the scholarship is paid by transfer, so I need an IBAN / C: then it is {v}',
    'C: the IBAN, I read slowly, {v}',
    'A: may I kindly ask for the IBAN of the account to be credited / C: {v}',
    'C: you sent the refund to {v}, that IBAN is closed',
    'A: the IBAN starts with the country letters / C: yes, {v}',
    'A: I repeat the IBAN, {v} / C: correct',
    "C: the IBAN of my ex wife is {v}, mine is {v2}, don't mix them",
    'A: name of the account holder and IBAN / C: Jonas Weber, {v}',
  ],
  bareFrames: ['C: please pay it here, {v}', 'A: I am listening / C: {v}'],
}));
