import { createRoutingNumber } from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { europeDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const sortCode = labelledGrammar({
  often: [
    "A: what's the {label} / C: (it's|) {v}",
    'A: and the {label} for that account / C: {v}',
    'C: the {label} is {v}',
    "A: can I get your bank's {label} / C: (yes|sure), {v}",
    'A: {label} please / C: {v} / A: and the account number / C: {ACCOUNT}',
  ],
  sometimes: [
    'C: account number {ACCOUNT}, {label} {v}',
    "A: I've got {v} for the {label}, is that right / C: yes",
    'C: my bank merged with another one and the {label} has changed to {v}',
    "A: do you know the {label} of the branch / C: I think it's {v}",
    'C: where would I find the {label} / A: on your statement / C: right, {v}',
  ],
  rarely: [
    "C: the payment bounced, I might have given you the wrong {label}, it's {v}",
    "C: {v}, that's the {label}, do you need the account number too",
    'A: could you say the {label} once more / C: {v}',
  ],
});

const britishSortCode = sortCode(
  'GB',
  'sort code',
  (random) => [random.pick(['09', '11', '20', '30', '40', '60']), random.digits(2), random.digits(2)],
  ukDigits,
  ['A: the six digit sort code from your debit card / C: {v}'],
);

export const sortCodes: readonly ValueGrammar[] = [
  britishSortCode,
  britishSortCode,
  sortCode(
    'AU',
    '(BSB|BSB number)',
    (random) => [random.pick(['012', '062', '082', '732']), random.digits(3)],
    ukDigits,
  ),
  sortCode(
    'IN',
    '(IFSC|IFSC code)',
    (random) => [`${random.pick(['ICIC', 'UTIB', 'HDFC', 'PUNB'])}0`, random.digits(6)],
    lettersAndDigits,
  ),
  sortCode(
    'DE',
    '(bank code|Bankleitzahl)',
    (random) => [random.number(3), random.digits(3), random.digits(2)],
    europeDigits,
  ),
];

const routingNumber = heardGrammar({
  often: [
    "A: what's the routing number / C: (it's|) {v}",
    'A: I need the routing number and the account number / C: routing number is {v}, account number is {ACCOUNT}',
    "A: what's your bank's routing number / C: (sure|okay), {v}",
    'C: the routing number is {v}',
    'A: can I have the nine digit routing number / C: {v}',
  ],
  sometimes: [
    "A: it's the first set of numbers at the bottom of the check / C: the routing number, okay, {v}",
    'A: and the ABA routing number / C: {v}',
    'C: for direct deposit my routing number is {v}',
    "A: I show routing number {v} / C: (yep|that's it)",
    'C: I switched to a credit union, the new routing number is {v}',
    'A: account number / C: {ACCOUNT} / A: routing number / C: {v}',
  ],
  rarely: [
    "C: I'm looking at the check, which one's the routing number / A: the one on the left / C: okay then it's {v}",
    'C: payroll messed up my deposit, they had routing number {v2} instead of {v}',
    "A: it won't take that routing number / C: let me try again, {v}",
    "C: {v}, is that the routing number / A: yes, nine digits, that's the one",
  ],
});

export const routingNumbers: readonly ValueGrammar[] = [routingNumber(['US'], createRoutingNumber, usDigits)];
