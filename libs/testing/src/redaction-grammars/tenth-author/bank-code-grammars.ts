import { createRoutingNumber } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, codes, europeanDigits } from './write-digits.js';

const often = [
  "A: what's the {label} / C: (it's|) {v}",
  'A: could I have the {label} first / C: {v} / A: thank you, and the account number / C: {ACCOUNT}',
  'C: {label} {v}, account number {ACCOUNT}',
  'A: account number / C: {ACCOUNT} / A: and the {label} / C: {v}',
];
const sometimes = [
  'A: I need the {label} of your branch / C: (just a sec|one moment), {v}',
  'A: and your {label} is still {v} / C: (yes|yeah)',
  'A: your bank details for the refund please / C: the {label} is {v}',
  "C: I'm filling in the form for the school fees, the {label} is {v}",
  'A: the {label} is on your bank statement / C: I can see it, {v}',
  'A: which bank are you with / C: I never know what to call it / A: the {label} will tell me / C: {v}',
];
const rarely = [
  "C: it's the same account, but after the merger they gave me a new {label}, {v}",
  "C: your email had the wrong {label} for my landlord, it's not {v2}, it's {v}",
  'A: I keyed in {v} for the {label}, did I get that right / C: you did',
  'C: my app shows two numbers / A: the shorter one is the {label} / C: okay, that is {v}',
  "A: the system won't take that {label} / C: hm, once more then, {v}",
];

interface BankCode {
  readonly country: ValueGrammar['countries'][number];
  readonly label: string;
  readonly create: ValueGrammar['create'];
  readonly renderings: ValueGrammar['renderings'];
  /** What only people of this country say. */
  readonly own: readonly string[];
}

const bankCode = ({ country, label, create, renderings, own }: BankCode): ValueGrammar => ({
  countries: [country],
  create,
  renderings,
  label,
  frames: repeatFrames({ often, sometimes: [...sometimes, ...own], rarely }),
});

const britishSortCode = bankCode({
  country: 'GB',
  label: 'sort code',
  create: (random) => [
    random.pick(['04', '09', '11', '20', '30', '40', '60', '82']),
    random.digits(2),
    random.digits(2),
  ],
  renderings: britishDigits,
  own: [
    "C: I bank with Monzo, the sort code's {v}",
    'A: six digits for the sort code / C: {v}',
    'A: sort code, the three pairs of numbers on your card / C: {v}',
  ],
});

export const sortCodes: readonly ValueGrammar[] = [
  britishSortCode,
  britishSortCode,
  bankCode({
    country: 'AU',
    label: 'BSB',
    create: (random) => [random.pick(['012', '062', '082', '732']), random.digits(3)],
    renderings: britishDigits,
    own: ['A: what BSB is that account with / C: {v}'],
  }),
  bankCode({
    country: 'IN',
    label: '(IFSC|IFSC code)',
    create: (random) => [`${random.pick(['HDFC', 'UTIB', 'PUNB', 'ICIC'])}0`, random.digits(6)],
    renderings: codes,
    own: [
      'A: please tell me the IFSC code of the beneficiary bank / C: {v}',
      'A: is the branch in Pune / C: yes, IFSC is {v}',
    ],
  }),
  bankCode({
    country: 'DE',
    label: 'bank code',
    create: (random) => [random.number(3), random.digits(3), random.digits(2)],
    renderings: europeanDigits,
    own: ['A: and the bank code, the Bankleitzahl / C: {v}'],
  }),
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createRoutingNumber,
    renderings: americanDigits,
    frames: repeatFrames({
      often: [
        "A: what's your bank's routing number / C: (it's|um|) {v}",
        'C: the routing number is {v}',
        'A: routing number first / C: {v} / A: and the account number / C: {ACCOUNT}',
        'A: can you find the routing number on your check / C: (yeah|yep), {v}',
      ],
      sometimes: [
        'A: bottom left of the check, nine digits / C: the routing number, yeah, {v}',
        'C: account is {ACCOUNT}, routing is {v}',
        "A: what's the ABA number for the wire / C: {v}",
        "A: I'm showing routing number {v}, is that the right bank / C: that's the one",
        "C: I'd like my refund by direct deposit / A: okay, routing number / C: {v}",
        'A: is it a credit union / C: yes / A: and their routing number / C: {v}',
        'A: we can debit your bank, I need the routing number / C: {v}',
      ],
      rarely: [
        'C: my paycheck got returned because they typed the routing number as {v2}, and it should be {v}',
        'A: that routing number belongs to a different bank / C: oh shoot, okay, try {v}',
        'C: for wires they told me to use another routing number, {v}, not the one on the checks',
        'C: let me look up the routing number of my bank, okay, {v}',
        'A: I need both numbers from the check / C: which one do you want first / A: the routing number / C: {v}',
      ],
    }),
  },
];
