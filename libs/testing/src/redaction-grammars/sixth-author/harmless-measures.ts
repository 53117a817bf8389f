import type { HarmlessKind } from '../grammar-kinds.js';
import { sayNumber } from '../say-digits.js';
import { sayYear } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDates, worldDates } from './say-calendar.js';
import { clockTimes, countsWithUnit, everywhere, plainCounts } from './say-values.js';

const between =
  (from: number, to: number): ValueGrammar['create'] =>
  (random) => [String(random.integer(from, to))];

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everywhere,
): ValueGrammar => ({ countries, create, renderings, frames });

const amounts = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar => ({
  countries,
  create: (random) => [String(random.integer(3, 4_200)), String(random.integer(10, 99))],
  renderings: [
    ([whole, rest]) => [`${sign}${Number(whole).toLocaleString('en')}.${rest}`],
    ([whole]) => [`${sign}${whole}`],
    ([whole]) => [`${whole} ${unit}`],
    ([whole]) => [`${sayNumber(Number(whole))} ${unit}`],
  ],
  frames: [
    'A: your monthly instalment would be {v} / C: fine',
    'C: I would like to give {v} to the flood appeal',
    'A: card number / C: {CARD} / A: so {v} today / C: yes',
    'C: my bill went from {v2} to {v}',
  ],
});

const createDate: ValueGrammar['create'] = (random) =>
  [random.integer(2024, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);
const dateFrames = [
  'A: when did you move in / C: {v}',
  'A: what date suits you / C: {v}',
  'C: the invoice is dated {v}',
  'A: the operation is planned for {v} / C: so soon',
  'A: check in on / C: {v} / A: and check out / C: {v2}',
  'A: when did the power go out / C: (on|) {v}',
  'C: the course starts {v}, can I still enrol',
  'A: start date of the policy / C: {v}',
  'A: when does your phone contract end / C: {v}',
  'A: date of birth / C: {BIRTH_DATE} / A: and when would you like the appointment / C: {v}',
  'C: I paid it on {v} / A: by card',
  'A: your voucher expires on {v} / C: can you extend it',
  'A: term begins {v}, does that work for your daughter / C: it does',
  "C: I've been waiting since {v}",
  'A: when does the car insurance run out / C: {v}',
  'A: the last donation was on {v} / C: and the next one',
  'A: arrival is {v2}, right / C: no, we arrive {v}',
];

const createHour: ValueGrammar['create'] = (random) => [
  String(random.integer(1, 11)),
  random.pick(['10', '15', '20', '25', '30']),
];
const hourFrames = [
  'A: what time suits you / C: {v}',
  'A: the technician comes between {v} and {v2} / C: okay',
  'A: visiting hours start at {v} / C: and until when',
  'C: my train gets in at {v}',
  'A: check in is from {v} / C: we will be earlier',
  'A: when did the alarm go off / C: around {v}',
  "C: the surgery opens at {v}, doesn't it",
  'A: when shall I ring you back / C: at {v}, please',
  'A: phone number / C: {PHONE} / A: and when can we call / C: after {v}',
  'A: I can offer {v} or {v2} / C: the first one',
  'C: I called at {v} and nobody answered',
  'A: is Tuesday okay / C: yes, {v} would be good',
  'A: your table is booked for {v} / C: lovely',
  'A: departure time / C: {v}',
  'C: school is out at {v} so any time after that',
];

const years: ValueGrammar['renderings'] = [([year]) => [String(year)], ([year]) => [sayYear(Number(year))]];

/** Amounts, counts, dates, times and ages. */
export const harmlessMeasures = {
  amount: [
    amounts(['US', 'CA', 'AU'], '$', 'dollars'),
    amounts(['GB'], '£', 'pounds'),
    amounts(['DE', 'ES'], '€', 'euros'),
    amounts(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    grammar(between(2, 60), plainCounts, [
      'A: how many pupils are coming / C: {v}',
      'C: we booked {v} beds',
      'A: you have {v} licences / C: we need more',
    ]),
    grammar(between(1_100, 9_900), plainCounts, [
      'C: it says {v} points on my card',
      'A: last year you used {v} kilowatt hours / C: really',
    ]),
  ],
  year: [
    grammar(between(1958, 2025), years, [
      'A: what year was the boiler installed / C: {v}',
      'C: we have banked with you since {v}',
      'A: the model year of the car / C: {v}',
      'A: in what year did you graduate / C: {v}',
    ]),
  ],
  date: [
    grammar(createDate, americanDates, dateFrames, ['US']),
    grammar(createDate, worldDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [grammar(createHour, clockTimes, hourFrames)],
  duration: [
    grammar((random) => [String(random.integer(2, 50)), random.pick(['minutes', 'hours', 'days'])], countsWithUnit, [
      'A: how long have you had the symptoms / C: {v}',
      'C: I was in the queue for {v}',
      'A: the repair takes {v} / C: so long',
    ]),
  ],
  score: [
    grammar(between(1, 10), plainCounts, [
      'A: from one to ten, how bad is the pain / C: {v}',
      'C: I would give you {v} out of ten',
      'A: how satisfied are you, ten is best / C: {v}',
    ]),
  ],
  age: [
    grammar(between(3, 17), plainCounts, [
      'A: how old is she / C: {v}',
      "C: he's {v} now and needs his own ticket",
      'A: ages of the children / C: {v} and {v2}',
    ]),
    grammar(between(18, 91), plainCounts, [
      "C: I'm {v}, I can't climb a ladder",
      'A: and your age / C: {v}',
      'A: how old is your mother / C: she turned {v} in May',
    ]),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
