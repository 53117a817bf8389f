import { createRoutingNumber } from '../create-values.js';
import { labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const oftenSortCodes = [
  'A: and what is the {label} / C: (it is|here it is,|) {v}',
  'A: could you give me the {label} of your bank please / C: (certainly|yes), {v}',
  'A: {label} / C: {v} / A: and the account number / C: {ACCOUNT}',
  'C: the {label} is {v}',
];
const sometimesSortCodes = [
  "C: I've got the cheque book out, what was it you wanted / A: the {label} / C: that's {v}",
  'C: account number {ACCOUNT}, and the {label}, it says here, is {v}',
  'A: so the {label} of your bank is {v} / C: (yes indeed|that is correct)',
  "A: I need the {label} for the direct debit / C: I'm looking, I'm looking, {v}",
  'C: is the {label} the short number on my statement / A: yes / C: then it is {v}',
  "A: which bank do you get your pension at / C: the one on the High Street, the {label}'s {v}",
];
const rarelySortCodes = [
  'C: they have closed my branch, so now the {label} has changed, it is {v}',
  'A: with that {label} I get a bank in another town / C: no, no, I misread it, {v}',
  'C: the letter has {v2} as the {label} and my bank card has {v}, the card will be right',
  'A: your insurer paid it to {label} {v} / C: that is my bank, yes',
  'C: you asked for my {label}, it was under the coffee cup, {v}',
];

const sortCode = labelledGrammar({ often: oftenSortCodes, sometimes: sometimesSortCodes, rarely: rarelySortCodes });

const british = sortCode(
  'GB',
  'sort code',
  (random) => [random.pick(['09', '11', '16', '20', '30', '40', '77', '82']), random.digits(2), random.digits(2)],
  ukDigits,
  [
    'A: there are three pairs of numbers on the card, that is the sort code / C: {v}',
    'A: bank details please / C: sort code, {v}, and the account is {ACCOUNT}',
    'A: which sort code / C: for the Nationwide it is {v}',
  ],
);

export const sortCodes: readonly ValueGrammar[] = [
  british,
  british,
  sortCode('AU', 'BSB', (random) => [random.pick(['012', '032', '062', '732', '802']), random.digits(3)], ukDigits, [
    'A: the six numbers in front of your account number, those are the BSB / C: {v}',
  ]),
  sortCode(
    'IN',
    '(IFSC code|IFSC)',
    (random) => [`${random.pick(['SBIN', 'PUNB', 'UTIB', 'CNRB'])}0`, random.digits(6)],
    lettersAndDigits,
    ['C: on the first page of the passbook the IFSC code is printed, {v}'],
  ),
  sortCode(
    'DE',
    '(bank code|Bankleitzahl)',
    (random) => [random.number(3), random.digits(3), random.digits(2)],
    europeDigits,
  ),
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createRoutingNumber,
    renderings: usDigits,
    frames: repeatFrames({
      often: [
        "A: and the routing number of your bank / C: (it's|okay,|) {v}",
        'A: could you read me the routing number off the check / C: (yes sir|sure thing), {v}',
        "A: what's the routing number / C: {v} / A: and the account number / C: {ACCOUNT}",
        'C: the routing number is {v}',
      ],
      sometimes: [
        "C: I have a check here, which number's which / A: the routing number comes first / C: then that's {v}",
        'A: for direct deposit of your pension I need the routing number / C: {v}',
        'C: my account is {ACCOUNT} and the routing number, down there in the corner, is {v}',
        'A: is your routing number still {v} / C: yes it is',
        'A: the gas bill can come straight out of your bank, I need the ABA routing number / C: {v}',
        'C: the lady at the bank told me to give you the routing number, {v}',
      ],
      rarely: [
        "A: that routing number doesn't come up / C: let me get my magnifying glass, {v}",
        "C: our bank was bought, so we've a new routing number, it went from {v2} to {v}",
        'C: it says R T N on the statement, is that the routing number / A: it is / C: {v}',
        'A: a routing number has nine digits / C: oh, I skipped one, {v}',
        "C: I wrote the routing number on the insurance form as {v}, I'd like to know that it's right",
      ],
    }),
  },
];
