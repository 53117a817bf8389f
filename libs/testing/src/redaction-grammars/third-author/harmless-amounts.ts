import type { HarmlessKind } from '../grammar-kinds.js';
import type { RandomSource } from '../random-source.js';
import { sayYear } from '../say-dates.js';
import { sayBelowHundred, sayNumber, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { createCardNumber } from './card-grammars.js';
import { dayFirst, monthFirst } from './date-renderings.js';
import { counts, countsOf, shortDigits } from './number-renderings.js';
import { australia, britain, europe, india, northAmerica, worldwide } from './regions.js';

type Create = ValueGrammar['create'];

const between =
  (from: number, to: number): Create =>
  (random) => [String(random.integer(from, to))];
const everywhere = (create: Create, renderings: readonly Rendering[], frames: readonly string[]): ValueGrammar => ({
  countries: worldwide,
  create,
  renderings,
  frames,
});

const amountFrames = [
  'A: the excess is {v}',
  'A: that comes to {v} altogether / C: okay',
  'C: you took {v} out of my account',
  'A: the balance on your card is {v} / C: that much',
  'C: my bill went from {v} to {v2}',
  'A: security code / C: {CVV} / A: and I am charging {v} to that card now',
  'A: card number / C: {CARD} / A: thank you, and the deposit is {v}',
  'C: can I pay {v} now and {v2} next month',
  'A: we can offer you {v} as a goodwill gesture',
  'C: my card was declined for {v}',
  'A: how much was on the receipt / C: {v}',
  'C: I sent {v} to account {ACCOUNT}',
];
/** A value is said with all of its parts in each rendering, because the other side may read it back in another one. */
const money = (
  countries: ValueGrammar['countries'],
  sign: string,
  unit: string,
  part: string,
): readonly ValueGrammar[] => {
  const wholeOf = (random: RandomSource) => String(random.pick([random.integer(8, 99), random.integer(101, 2_890)]));
  return [
    {
      countries,
      create: (random) => [wholeOf(random), String(random.integer(11, 99))],
      renderings: [
        ([whole, rest]) => [`${sign}${Number(whole).toLocaleString('en')}.${rest}`],
        ([whole, rest]) => [`${whole} ${unit} and ${rest} ${part}`],
        ([whole, rest]) => [`${sayNumber(Number(whole))} ${unit} ${sayBelowHundred(Number(rest), '-')}`],
        ([whole, rest]) => [`${whole} ${unit} ${rest}`],
      ],
      frames: amountFrames,
    },
    {
      countries,
      create: (random) => [wholeOf(random)],
      renderings: [
        ([whole]) => [`${sign}${Number(whole).toLocaleString('en')}`],
        ([whole]) => [`${whole} ${unit}`],
        ([whole]) => [`${sayNumber(Number(whole))} ${unit}`],
        ([whole]) => [`${sign}${whole}.00`],
      ],
      frames: amountFrames,
    },
  ];
};

const dateFrames = [
  'A: your appointment is on {v} / C: (lovely|okay)',
  'A: the policy expires on {v} / C: (right|okay)',
  'C: the parcel was meant to come on {v}',
  'A: what date did it happen / C: {v}',
  'C: I want to fly out on {v} and come back on {v2}',
  'A: the next direct debit goes out on {v}',
  'A: card number / C: {CARD} / A: great, the first payment is on {v}',
  'C: the MOT runs out on {v}',
  'A: date of birth / C: {BIRTH_DATE} / A: and when was the accident / C: on {v}',
  'C: the statement from {v} is missing',
  'A: the sale ends on {v}',
];
const createDate: Create = (random) =>
  [random.integer(2024, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);

const exactTimes: readonly Rendering[] = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${hour}:${minute} p.m.`],
  ([hour, minute]) => [`${hour}.${minute}`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute), '-')}`],
];
const halfHours: readonly Rendering[] = [
  ([hour]) => [`half past ${sayBelowHundred(Number(hour))}`],
  ([hour]) => [`${sayBelowHundred(Number(hour))} thirty`],
  ([hour]) => [`${hour}:30`],
];
const fullHours: readonly Rendering[] = [
  ([hour]) => [`${sayBelowHundred(Number(hour))} o'clock`],
  ([hour]) => [`${hour} p.m.`],
  ([hour]) => [`${hour}:00`],
];
const timeFrames = [
  'A: we can see you at {v}',
  'C: my flight leaves at {v}',
  'A: what time did you call / C: around {v}',
  'C: the driver said between {v} and {v2}',
  'A: we are open until {v}',
  'A: and your mobile number / C: {PHONE} / A: thank you, and we close at {v}',
];

/** Amounts, dates, times and counts. */
export const harmlessAmounts = {
  amount: [
    ...money(northAmerica, '$', 'dollars', 'cents'),
    ...money(britain, '£', 'pounds', 'pence'),
    ...money(india, '₹', 'rupees', 'paise'),
    ...money(australia, '$', 'dollars', 'cents'),
    ...money(europe, '€', 'euros', 'cents'),
  ],
  date: [
    { countries: northAmerica, create: createDate, renderings: monthFirst, frames: dateFrames },
    { countries: [...britain, ...australia], create: createDate, renderings: dayFirst, frames: dateFrames },
    { countries: [...india, ...europe], create: createDate, renderings: dayFirst, frames: dateFrames },
  ],
  year: [
    everywhere(
      between(1969, 2025),
      [([year = '']) => [year], ([year]) => [sayYear(Number(year))]],
      [
        'A: what year was the car registered / C: {v}',
        'C: I took the policy out in {v}',
        "C: it's a {v} Toyota",
        'A: you have been a customer since {v}',
        'C: I had the operation in {v} and again in {v2}',
        'A: when did you buy the house / C: in {v}',
        'A: expiry date / C: {EXPIRY} / A: thanks, I see your boiler was fitted in {v}',
        'C: I want the statements for {v} and {v2}',
      ],
    ),
  ],
  hour: [
    everywhere((random) => [String(random.integer(1, 12)), String(random.integer(11, 59))], exactTimes, timeFrames),
    everywhere(between(1, 12), halfHours, timeFrames),
    everywhere(between(1, 12), fullHours, timeFrames),
  ],
  duration: [
    everywhere(between(2, 90), counts, [
      'A: the refund takes {v} working days',
      "C: I've been waiting {v} minutes",
      'C: the warranty was {v} months',
      'A: the flight is delayed by {v} minutes',
      'C: first you said {v} days and now it is {v2} days',
      'A: the code is valid for {v} minutes',
      'A: security code / C: {CVV} / A: thank you, that will take {v} seconds',
      'A: how long have you lived there / C: {v} years',
    ]),
  ],
  percentage: [
    everywhere(
      between(2, 98),
      [...countsOf('percent'), ...countsOf('per cent'), ([share = '']) => [`${share}%`]],
      [
        'A: I can knock {v} off',
        'C: my premium went up by {v}',
        'A: the rate on that card is {v}',
        'C: the battery is at {v}',
        'C: last year it was {v} and this year it is {v2}',
        'A: card number / C: {CARD} / A: you get {v} cashback with that card',
      ],
    ),
  ],
  lastFour: [
    everywhere((random) => [createCardNumber(random).join('').slice(-4)], shortDigits, [
      'A: I will refund it to the card ending {v} / C: (perfect|okay)',
      'A: is that the Visa ending in {v} / C: yes',
      'C: my card ends in {v}',
      'A: which card / C: the one ending {v}',
      'A: we have a Mastercard ending {v} and a Visa ending {v2} / C: the Visa',
      'C: take it from the card ending in {v}',
      'A: the last four digits of the card are {v} / C: correct',
      'A: I will use the card ending {v} / A: what is the security code on it / C: {CVV}',
    ]),
  ],
  quantity: [
    everywhere(between(2, 450), counts, [
      'C: I ordered {v} bottles',
      'A: how many passengers / C: {v} passengers',
      'A: you have collected {v} points',
      'C: there should be {v} pieces in the box and I count {v2}',
      'A: we still have {v} in stock',
      'C: my card number is {CARD} and I would like {v} tickets',
      'A: there are {v} people in front of you',
      'A: how many tablets are left / C: {v} tablets',
    ]),
    everywhere(between(3, 4), counts.slice(0, 3), [
      'A: I need the {v} digit code on the back of the card / C: where is that',
      'C: my card has no security code / A: it has {v} digits / C: (oh,|ah,) I see it',
    ]),
  ],
  score: [
    everywhere(between(310, 840), counts, [
      'A: your credit score is {v}',
      'C: my score dropped from {v} to {v2}',
      'C: the app says my credit score is {v}',
      'A: what was your credit score / C: {v}',
      'A: thanks for the social, you have a score of {v}',
    ]),
    everywhere(between(2, 9), counts.slice(0, 3), [
      'A: from one to ten, how would you rate this call / C: {v} out of ten',
      'C: the pain is a {v} out of ten',
    ]),
  ],
  age: [
    everywhere(between(18, 94), counts, [
      'A: how old is the driver / C: {v}',
      "C: my dad is {v} and he can't use the app",
      'C: I am {v} years old and I have never been treated like this',
      'A: you get the discount from the age of {v}',
      'C: the twins are {v} and the older one is {v2}',
      'A: date of birth / C: {BIRTH_DATE} / A: so you turned {v} this year / C: yes',
    ]),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
