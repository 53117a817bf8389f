import { createRoutingNumber } from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { europeDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const bankCode = labelledGrammar({
  often: [
    "A: what's the {label} / C: (it's |){v}",
    'A: can I take the {label} and account number / C: {label} is {v}, account number {ACCOUNT}',
    'C: my {label} is {v}',
    'A: {label} please / C: (yes, |okay, |){v}',
    'A: account number / C: {ACCOUNT} / A: and the {label} / C: {v}',
  ],
  sometimes: [
    'A: is your {label} still {v} / C: (yes|it is)',
    "A: do you know your {label} / C: I've got a statement here, {v}",
    'C: I need to change where my wages go / A: okay, the new {label} / C: {v}',
    'A: so the {label} is {v} / C: correct',
    'C: for the monthly payment, {label} {v}, account {ACCOUNT}',
    'A: name on the account / C: same as mine / A: {label} / C: {v}',
  ],
  rarely: [
    "A: your bank details please / C: {v} / A: that's the {label} / C: yes, the account number comes next",
    "C: the form says {label}, that's the {v} in my banking app / A: yes, exactly",
    'A: that {label} belongs to another bank / C: sorry, {v}',
    'C: my refund bounced because somebody got the {label} wrong, it is {v}',
  ],
});

const sortCode = bankCode(
  'GB',
  'sort code',
  (random) => [random.pick(['04', '11', '20', '30', '40', '60', '82']), random.digits(2), random.digits(2)],
  ukDigits,
  ["A: three pairs of numbers at the bottom of your debit card, that's the sort code / C: {v}"],
);

export const sortCodes: readonly ValueGrammar[] = [
  sortCode,
  sortCode,
  bankCode(
    'AU',
    '(BSB|BSB number)',
    (random) => [random.pick(['012', '062', '084', '733', '923']), random.digits(3)],
    ukDigits,
  ),
  bankCode(
    'IN',
    '(IFSC|IFSC code)',
    (random) => [`${random.pick(['HDFC', 'SBIN', 'ICIC', 'UTIB'])}0`, random.digits(6)],
    lettersAndDigits,
  ),
  bankCode(
    'DE',
    '(bank code|Bankleitzahl)',
    (random) => [random.number(3), random.digits(3), random.digits(2)],
    europeDigits,
  ),
];

const routingNumber = heardGrammar({
  often: [
    "A: what's your routing number / C: (it's |){v}",
    'A: okay, routing number first / C: {v} / A: and the account number / C: {ACCOUNT}',
    'C: the routing number is {v}',
    "A: do you have a check handy, the routing number's at the bottom left / C: (yep, |okay, ){v}",
    'A: for direct deposit I need the routing number / C: (sure, |){v}',
  ],
  sometimes: [
    "A: and the bank's routing number / C: let me pull up the app, it's {v}",
    'C: I bank with a little credit union, their routing number is {v}',
    "A: I show routing number {v} / C: (yes|yep|that's my bank)",
    "C: account is {ACCOUNT}, routing number's {v}",
    'A: your ABA routing number please, nine digits / C: {v}',
    'C: can I set up autopay from my bank / A: sure, routing number / C: {v}',
    'A: checking or savings / C: checking / A: routing number / C: {v}',
  ],
  rarely: [
    "A: read me the numbers along the bottom of the check / C: {v} / A: that's the routing number, and the next one / C: {ACCOUNT}",
    "A: that routing number isn't valid / C: I skipped one, let me see, {v}",
    'C: my paycheck went to the old bank, the new routing number should be {v}',
    "A: let me read that back, routing number {v} / C: yes ma'am",
  ],
});

export const routingNumbers: readonly ValueGrammar[] = [routingNumber(['US'], createRoutingNumber, usDigits)];
