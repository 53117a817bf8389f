import { sayBelowHundred, saySingly, type Rendering } from '../say-digits.js';
import { sayYear } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import { dayFirstCountries, monthFirstCountries } from './harmless-numbers.js';
import { commonGrammar, counts, dayFirstDates, monthFirstDates } from './say-numbers.js';

const between =
  (from: number, to: number): ValueGrammar['create'] =>
  (random) => [String(random.integer(from, to))];

const dateFrames = [
  'A: when was the last time you saw the engineer / C: {v}',
  'C: the completion of the house is on {v}',
  'A: from when does the new tariff apply / C: from {v}',
  'C: I need a taxi on {v}, early',
  'A: the tax return is due on {v} / C: so soon',
  'A: check in date and number of nights / C: {v}, three nights',
];
const createDate: ValueGrammar['create'] = (random) =>
  [random.integer(2024, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);

const hours: readonly Rendering[] = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${hour}:${minute} am`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))}`],
  ([hour, minute]) => [`${hour}.${minute}`],
];

const amounts = (countries: ValueGrammar['countries'], sign: string, unit: string, part: string): ValueGrammar => ({
  countries,
  create: (random) => [String(random.integer(3, 4_000)), String(random.integer(10, 99))],
  renderings: [
    ([whole, rest]) => [`${sign}${whole}.${rest}`],
    ([whole]) => [`${sign}${Number(whole).toLocaleString('en')}`],
    ([whole]) => [`${whole} ${unit}`],
    ([whole, rest]) => [`${whole} ${unit} ${rest}`],
    ([whole, rest]) => [`${whole} ${unit} and ${rest} ${part}`],
  ],
  frames: [
    'C: you took {v} from me twice',
    'A: how much would you like to give each month / C: {v}',
    'C: the ride cost {v} and the app said {v2}',
    'A: what do you still owe on the mortgage / C: {v}',
    'A: your new direct debit is {v} a month / C: that is robbery',
    'C: I want to withdraw {v} to my wallet',
    'A: card number, please / C: {CARD} / A: and the amount / C: {v}',
  ],
});

/** Amounts, counts, dates and measures. */
export const harmlessMeasures = {
  amount: [
    amounts(['US', 'CA', 'AU'], '$', 'dollars', 'cents'),
    amounts(['GB'], '£', 'pounds', 'pence'),
    amounts(['DE', 'ES'], '€', 'euros', 'cents'),
    amounts(['IN'], '₹', 'rupees', 'paise'),
  ],
  quantity: [
    commonGrammar(between(2, 400), counts(), [
      'A: how many tablets are left in the box / C: {v}',
      'C: I need {v} chairs for the school hall',
      'A: how many kids are in the class / C: {v}',
      'C: we are {v} people in the coach',
      'A: number of copies / C: {v}',
      'C: I gave {v} blankets to your charity',
    ]),
  ],
  year: [
    commonGrammar(
      between(1960, 2026),
      [([year]) => [String(year)], ([year]) => [sayYear(Number(year))]],
      [
        'A: what year was the house built / C: {v}',
        'C: I am a customer of yours since {v}',
        'A: for which tax year / C: {v}',
        'A: what year is the car / C: it is a {v}',
        'C: we refinanced in {v} and again in {v2}',
        'A: when did you finish school / C: in {v}',
      ],
    ),
  ],
  date: [
    { countries: monthFirstCountries, create: createDate, renderings: monthFirstDates, frames: dateFrames },
    { countries: dayFirstCountries, create: createDate, renderings: dayFirstDates, frames: dateFrames },
  ],
  hour: [
    commonGrammar((random) => [String(random.integer(1, 12)), String(random.integer(11, 59))], hours, [
      'A: what time shall the taxi come / C: {v}',
      'C: school ends at {v}',
      'A: the surgery opens at {v} / C: okay',
      'C: I called you at {v} and again at {v2}',
      'A: at what time did the line drop / C: about {v}',
    ]),
  ],
  floor: [
    commonGrammar(between(2, 40), counts(), [
      'A: which floor does the driver deliver to / C: floor {v}',
      'C: the lift is stuck at floor {v}',
      'A: what floor is the flat on / C: {v}',
      'A: the tax office is on level {v} / C: thank you',
    ]),
  ],
  duration: [
    commonGrammar(between(2, 90), counts('minutes', 'days', 'months', 'weeks'), [
      'C: I have waited {v}',
      'A: how long is left on the contract / C: {v}',
      'C: it charges for {v} and then it stops',
      'A: the crypto transfer can take {v} / C: what',
      'A: how long have you lived there / C: {v}',
    ]),
  ],
  percentage: [
    commonGrammar(
      between(1, 99),
      [...counts('percent', 'per cent'), ([share]) => [`${share}%`]],
      [
        'C: the battery stays at {v}',
        'A: the fixed rate is {v} / C: too much',
        'C: how can the energy price go up by {v}',
        'A: how much gift aid / C: {v}',
      ],
    ),
  ],
  measurement: [
    commonGrammar(between(80, 900), counts('kilowatt hours'), [
      'A: what do you use in a month / C: {v}',
      'C: your letter says I used {v} in the spring and that cannot be',
    ]),
    commonGrammar(between(2, 90), counts('miles', 'kilometres'), [
      'A: how far is the ride / C: {v}',
      'C: the next charger is {v} away',
    ]),
    commonGrammar(between(5, 500), counts('milligrams'), [
      'A: what strength are the tablets / C: {v}',
      'C: the label says {v} twice a day',
    ]),
    commonGrammar(between(2, 900), counts('megabits'), [
      'C: I only get {v} on my line',
      'A: your line is sold with {v} / C: sold, yes',
    ]),
  ],
  temperature: [
    commonGrammar(between(12, 40), counts('degrees', 'degrees Celsius'), [
      'C: it is {v} in my room',
      'A: what is the temperature in the classroom / C: {v}',
      'A: keep the insulin below {v} / C: okay',
      'C: the heat pump never gets above {v}',
    ]),
  ],
  score: [
    commonGrammar(
      between(420, 840),
      [([score]) => [String(score)], ([score = '']) => [saySingly(score)]],
      [
        'A: do you know your credit score / C: {v}',
        'C: my credit score went down to {v}',
        'A: for this mortgage the credit score has to be above {v} / C: mine is',
      ],
    ),
    commonGrammar(between(1, 10), counts(), [
      'A: how would you rate this call from one to ten / C: {v}',
      'A: what grade did she get / C: {v} out of ten',
      'C: I give your service a {v} out of ten',
    ]),
  ],
  version: [
    commonGrammar(
      (random) => [`${random.integer(1, 19)}.${random.integer(0, 9)}`],
      [([version = '']) => [version], ([version = '']) => [version.replace('.', ' point ')]],
      [
        'A: which version of the wallet app / C: {v}',
        'C: since the update to version {v} it crashes',
        'A: which Android do you have / C: version {v}',
        'C: the firmware of the charger is {v}',
      ],
    ),
  ],
  age: [
    commonGrammar(between(3, 17), counts(), ['A: how old is the child / C: {v}', 'C: the pupils are {v} years of age']),
    commonGrammar(between(30, 95), counts(), [
      'C: my mother is {v} years old and cannot use an app',
      'A: age of the patient / C: {v}',
      'A: and how old are you, if I may ask / C: I am {v}',
    ]),
  ],
} satisfies Record<string, readonly ValueGrammar[]>;
