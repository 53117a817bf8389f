import { createRoutingNumber } from '../create-values.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';

const oftenAccounts = [
  "A: can I have your (bank account|account) number / C: (it's|yeah, it's|) {v}",
  'A: which account should the (refund|money) go to / C: account number {v}',
  'C: my account number is {v}',
  'A: please give me the account number on your (statement|bill) / C: {v}',
];
const sometimesAccounts = [
  "C: I want to set up a direct debit / A: (sure|okay), what's the account number / C: {v}",
  "A: do you have your customer account number, it's at the top of your water bill / C: (yes|here it is), {v}",
  "C: the rent's been going to the wrong account, the right account number is {v}",
  'A: is it the account number or the card number you have there / C: the account number, {v}',
  "A: we pay your pension into account {v}, is that still right / C: yes, that's my account",
  "A: who's the account holder / C: me and my wife, it's a joint account / A: and the account number / C: {v}",
];
const rarelyAccounts = [
  'C: I sent the deposit to account number {v2} but the right one is {v}',
  "A: what's your phone number / C: can't you use my account number, it's {v}",
  "C: somebody took {amount} out of my savings account, that's account number {v}",
  "A: so I've got the account number as {v} / C: that's correct",
  "A: I can't find that account, can you read the number again / C: (okay|right), {v}",
];

export const accounts: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => [random.number(4), random.digits(4)],
    renderings: ukDigits,
    frames: repeatFrames({
      often: oftenAccounts,
      sometimes: [
        ...sometimesAccounts,
        'A: and the eight digits of the account / C: {v}',
        'C: the sort code is {SORT_CODE} and the account number is {v}',
      ],
      rarely: rarelyAccounts,
    }),
  },
  {
    countries: ['US'],
    create: (random) => cutIntoGroups(random.number(random.pick([8, 9, 10, 12])), [4, 4, 4]),
    renderings: usDigits,
    frames: repeatFrames({
      often: oftenAccounts,
      sometimes: [
        ...sometimesAccounts,
        'A: is this a checking account / C: (yes|yes it is) / A: and what is the account number / C: {v}',
        'A: routing number / C: {ROUTING} / A: account number / C: {v}',
      ],
      rarely: rarelyAccounts,
    }),
  },
  {
    countries: ['IN'],
    create: (random) => cutIntoGroups(random.number(random.pick([11, 14, 15])), [4, 4, 4, 4]),
    renderings: indiaDigits,
    frames: repeatFrames({
      often: oftenAccounts,
      sometimes: ['C: the amount is not reflecting in my account, my savings account number is {v}'],
      rarely: ['A: kindly tell me the account number linked with the gas connection / C: {v}'],
    }),
  },
  {
    countries: ['AU'],
    create: (random) => cutIntoGroups(random.number(random.pick([6, 8, 9])), [3, 3, 3]),
    renderings: ukDigits,
    frames: repeatFrames({
      often: oftenAccounts,
      sometimes: [...sometimesAccounts, 'C: BSB is {SORT_CODE}, account is {v}'],
      rarely: rarelyAccounts,
    }),
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.number(random.pick([7, 10])), [3, 4, 3]),
    renderings: europeDigits,
    frames: repeatFrames({
      often: oftenAccounts,
      rarely: ['C: I have only the old account number, not the IBAN, it is {v}'],
    }),
  },
];

const oftenSortCodes = [
  'A: and the {label} / C: {v}',
  "A: what's the {label} of your bank / C: (it's|) {v}",
  'A: {label} first, please / C: {v} / A: and the account number / C: {ACCOUNT}',
  'C: the {label} is {v}',
];
const sometimesSortCodes = [
  'C: the account number is {ACCOUNT} and the {label} is {v}',
  "A: I've got {label} {v}, is that still right / C: yes",
  "C: where do I find the {label} / A: it's next to the account number / C: ah, {v}",
];
const rarelySortCodes = [
  "A: the system doesn't know that {label} / C: let me read it again, {v}",
  "C: I've changed banks, so the {label}'s different too, it's now {v}",
  'A: for the refund I need the bank details / C: {label} {v}, account {ACCOUNT}',
  "A: do you have the {label} or the branch name / C: I've got the {label}, {v}",
  "C: you've written {v2} as my {label}, but it should be {v}",
];

const sortCode = labelledGrammar({ often: oftenSortCodes, sometimes: sometimesSortCodes, rarely: rarelySortCodes });

const britishSortCode = sortCode(
  'GB',
  'sort code',
  (random) => [random.pick(['20', '23', '40', '60', '77', '08']), random.digits(2), random.digits(2)],
  ukDigits,
  [
    "A: the six digits on your debit card, that's the sort code / C: {v}",
    "C: it's a Nationwide account, sort code {v}",
  ],
);

export const sortCodes: readonly ValueGrammar[] = [
  britishSortCode,
  britishSortCode,
  sortCode('AU', 'BSB', (random) => [random.pick(['033', '063', '083', '484']), random.digits(3)], ukDigits),
  sortCode(
    'IN',
    '(IFSC|IFSC code)',
    (random) => [`${random.pick(['HDFC', 'SBIN', 'ICIC', 'KKBK'])}0`, random.digits(6)],
    lettersAndDigits,
    ['A: which branch is it, madam / C: Andheri branch / A: and the IFSC code / C: {v}'],
  ),
  sortCode('DE', 'bank code', (random) => [random.number(3), random.digits(3), random.digits(2)], europeDigits),
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createRoutingNumber,
    renderings: usDigits,
    frames: repeatFrames({
      often: [
        "A: what's the routing number / C: (it's|okay, it's|) {v}",
        "A: I'll need your routing and account number / C: routing is {v}, account is {ACCOUNT}",
        'A: can you read me the routing number from the bottom of a check / C: (sure|okay), {v}',
        'C: my routing number is {v}',
      ],
      sometimes: [
        "A: and your bank's ABA number / C: {v}",
        "A: the nine digits on the left of the check, that's your routing number / C: {v}",
        'A: I have the routing number as {v} / C: (yes|that is correct)',
        "C: my autopay got rejected because of the routing number, it's {v}",
        'A: account number / C: {ACCOUNT} / A: and routing / C: {v}',
      ],
      rarely: [
        "A: that's only eight digits for a routing number / C: oh, let me start over, {v}",
        'C: the bank has another routing number for wires, that one is {v}',
        'A: which bank is it / C: a credit union in Ohio, routing and transit number {v}',
        'C: you have the routing number of my old bank, please put in {v}',
      ],
    }),
  },
];
