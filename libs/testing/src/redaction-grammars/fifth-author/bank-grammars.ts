import { completeWith, ibanCheckDigits, passesAbaCheck } from '../check-digits.js';
import { saySingly, type Rendering } from '../say-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits, letterCodes } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const usualAccounts = [
  'A: can I take the account number / C: {v}',
  "A: what's your account number / C: it's {v}",
  'C: my account number is {v}',
  "C: hi, I'm calling about my water bill, account number {v}",
  'A: have you got your customer account number, it is at the top of the bill / C: yes, {v}',
];
const unusualAccounts = [
  'A: the deposit goes back to bank account {v} / C: correct',
  'C: the direct debit should come out of account {v}',
  "C: I gave you the wrong account number last time, it's {v}",
  'C: I sent my rent to the wrong account, {v2} instead of {v}',
  'A: phone number on the account / C: I moved, I only remember the account number, {v}',
];

export const accounts: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => [random.number(4), random.digits(4)],
    renderings: britishDigits,
    frames: weighFrames(
      [...usualAccounts, 'A: sort code first / C: {SORT_CODE} / A: and the account number / C: {v}'],
      [...unusualAccounts, 'C: pay it into my Barclays account, {v}, the sort code is {SORT_CODE}'],
    ),
  },
  {
    countries: ['US', 'CA'],
    create: (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]),
    renderings: americanDigits,
    frames: weighFrames(
      [...usualAccounts, 'A: checking or savings / C: checking / A: and the account number / C: {v}'],
      [...unusualAccounts, 'C: okay, routing number {ROUTING}, account {v}'],
    ),
  },
  {
    countries: ['IN'],
    create: (random) => cutIntoGroups(random.number(random.pick([11, 12, 14])), [4, 4, 4, 4]),
    renderings: indianDigits,
    frames: weighFrames(
      [
        'A: may I have your account number sir / C: yes, {v}',
        'C: my savings account number is {v}',
        'A: please confirm the bank account for the claim amount / C: {v}',
      ],
      ['C: the refund has not been credited to my account, account number {v}, IFSC {SORT_CODE}'],
    ),
  },
  {
    countries: ['AU'],
    create: (random) => cutIntoGroups(random.number(random.pick([6, 8, 9])), [3, 3, 3]),
    renderings: britishDigits,
    frames: weighFrames(
      [...usualAccounts, 'A: BSB / C: {SORT_CODE} / A: and the account number / C: {v}'],
      unusualAccounts,
    ),
  },
];

const sortCodeGrammar = (
  country: ValueGrammar['countries'][number],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: [country], create, renderings, frames });

const britishSortCodes = sortCodeGrammar(
  'GB',
  (random) => [random.pick(['20', '30', '40', '60', '09', '11']), random.digits(2), random.digits(2)],
  britishDigits,
  weighFrames(
    [
      'A: and the sort code / C: {v}',
      'A: can I take your sort code first / C: (yeah|yep|yes), {v}',
      'C: the sort code is {v} and the account number is {ACCOUNT}',
      'C: my sort code is {v}',
      'A: which bank is it / C: NatWest / A: and the sort code, six digits / C: {v}',
    ],
    [
      "A: do you know your sort code / C: where is that / A: it's on the front of your debit card, six digits / C: oh, {v}",
      'A: let me check the bank details, sort code {v}, account number {ACCOUNT} / C: correct',
      'C: the sort code on your form is wrong, it says {v2} and it should be {v}',
    ],
  ),
);
const australianSortCodes = sortCodeGrammar(
  'AU',
  (random) => [random.pick(['062', '082', '013', '733']), random.digits(3)],
  britishDigits,
  weighFrames(
    [
      'A: and the BSB / C: {v}',
      "A: what's the BSB for the refund / C: it's {v}",
      'C: BSB is {v}, account number {ACCOUNT}',
    ],
    ["C: I closed that account, the new one's with Westpac, BSB {v}"],
  ),
);
const indianSortCodes = sortCodeGrammar(
  'IN',
  (random) => [`${random.pick(['HDFC', 'ICIC', 'SBIN', 'UTIB'])}0`, random.digits(6)],
  letterCodes,
  weighFrames(
    ['A: please share the IFSC code of your branch / C: {v}', 'C: IFSC is {v}'],
    ["A: what's the IFSC / C: one minute, it is printed on the passbook, {v}"],
  ),
);
const germanSortCodes = sortCodeGrammar(
  'DE',
  (random) => [random.number(3), random.digits(3), random.digits(2)],
  europeanDigits,
  weighFrames(['A: do you have the bank code / C: yes, the bank code is {v}'], ['C: the Bankleitzahl is {v}']),
);

export const sortCodes: readonly ValueGrammar[] = [
  britishSortCodes,
  britishSortCodes,
  australianSortCodes,
  indianSortCodes,
  germanSortCodes,
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) =>
      cutIntoGroups(
        completeWith(random.pick(['02', '03', '11', '12', '26', '32']) + random.digits(6), passesAbaCheck),
        [3, 3, 3],
      ),
    renderings: americanDigits,
    frames: weighFrames(
      [
        'A: and the routing number / C: {v}',
        "A: what's your bank's routing number / C: it's {v}",
        'C: the routing number is {v} and the account number is {ACCOUNT}',
        'A: I need the routing number, bottom left of the check / C: okay, {v}',
        'A: for the direct deposit, can I get the routing and account number / C: routing {v}, account {ACCOUNT}',
      ],
      [
        "A: I have routing number {v} for your bank / C: yes ma'am",
        'C: is it the ABA number you need / A: yes please / C: {v}',
        "A: account number / C: {v} / A: I think that's the routing number, what's the account number / C: {ACCOUNT}",
        "C: the first number on the check is {v}, is that the routing number / A: yes, that's it",
      ],
    ),
  },
];

const spelledIban =
  (length: number, zero: string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map((group) => saySingly(group, zero));

const ibanRenderings: readonly Rendering[] = [
  (groups) => [...groups],
  (groups) => [groups.join('')],
  (groups) => [...groups],
  (groups) => groups.map((group) => [...group].join(' ')),
  spelledIban(4, 'zero'),
  spelledIban(2, 'zero'),
  spelledIban(4, 'oh'),
];

const createIban =
  (country: string, length: number, bank = ''): ValueGrammar['create'] =>
  (random) => {
    const account = bank + random.digits(length - bank.length);
    return `${country}${ibanCheckDigits(country, account)}${account}`.match(/.{1,4}/g) ?? [];
  };

const ibanFrames = weighFrames(
  [
    'A: can I have your IBAN / C: (yes,|) {v}',
    "A: what's the IBAN for the refund / C: it is {v}",
    'C: my IBAN is {v}',
    'C: please send the money to this IBAN, {v}',
    'A: and the IBAN, please / C: moment, {v}',
  ],
  [
    'A: I still have the IBAN {v} here / C: that is correct',
    'C: I changed my bank, the old IBAN is {v2} and the new one is {v}',
    "A: account number and sort code / C: it's not a UK account, I only have an IBAN, {v}",
  ],
);

export const ibans: readonly ValueGrammar[] = [
  { countries: ['DE'], create: createIban('DE', 18), renderings: ibanRenderings, frames: ibanFrames },
  { countries: ['ES'], create: createIban('ES', 20), renderings: ibanRenderings, frames: ibanFrames },
  { countries: ['GB'], create: createIban('DE', 18), renderings: ibanRenderings, frames: ibanFrames },
  { countries: ['GB'], create: createIban('GB', 18, 'MIDL'), renderings: ibanRenderings, frames: ibanFrames },
];
