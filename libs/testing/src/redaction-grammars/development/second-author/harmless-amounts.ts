import type { HarmlessKind } from '../../grammar-kinds.js';
import { sayYear } from '../../say-dates.js';
import { sayBelowHundred, sayNumber, type Rendering } from '../../say-digits.js';
import type { ValueGrammar } from '../../value-grammar.js';
import { americanDays, europeanDays } from './date-renderings.js';
import { american, commonwealth, continental, everywhere } from './places.js';

type Create = ValueGrammar['create'];

const between =
  (from: number, to: number): Create =>
  (random) => [String(random.integer(from, to))];
const written: Rendering = ([number = '']) => [number];
const said: Rendering = ([number]) => [sayNumber(Number(number))];
const saidShort: Rendering = ([number]) => [sayNumber(Number(number)).replaceAll(' and ', ' ')];
const saidOrWritten = [written, said, saidShort];

const money = (sign: string, unit: string, part: string): readonly Rendering[] => [
  ([whole = '', cents = '']) => [`${sign}${Number(whole).toLocaleString('en')}.${cents}`],
  ([whole, cents]) => [`${sayNumber(Number(whole))} ${unit} ${sayBelowHundred(Number(cents))}`],
  ([whole, cents]) => [`${sayNumber(Number(whole))} ${unit} and ${sayBelowHundred(Number(cents))} ${part}`],
  ([whole = '']) => [`${whole} ${unit}`],
  ([whole, cents]) => [`${sayNumber(Number(whole)).replaceAll(' and ', ' ')} ${sayBelowHundred(Number(cents))}`],
];
const createMoney: Create = (random) => [
  String(random.pick([random.integer(11, 99), random.integer(100, 999), random.integer(1_000, 4_999)])),
  String(random.integer(10, 99)),
];
const moneyFrames = [
  'A: the total comes to {v} / C: okay',
  'A: your balance is {v} and your last payment was {v2}',
  'C: why was I charged {v} on my card',
  'A: how would you like to pay / C: by card / A: okay, that will be {v}',
  'A: and the security code / C: {CVV} / A: thank you, {v} has been taken from your card',
  'C: my card number is {CARD} and the payment should be {v}',
  'A: card number please / C: is it still {v} in total',
  'C: last month it was {v} and now it is {v2}',
  'A: we can refund {v} to the account ending in {lastFour}',
];

const dayFrames = [
  'A: the engineer is booked for {v} / C: (perfect|that works)',
  'A: your next payment is due on {v}',
  'C: I ordered it on {v} and the order number is {order}',
  'C: I was charged on {v} and again on {v2}',
  'A: the contract ends on {v} / C: okay',
  "C: I've been without service since {v}",
  'A: your card number / C: {CARD} / A: thank you, it will ship on {v}',
];
const createDay: Create = (random) =>
  [random.integer(2023, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);

/** Amounts, times and counts that everybody may read. */
export const harmlessAmounts = {
  amount: [
    { countries: american, create: createMoney, renderings: money('$', 'dollars', 'cents'), frames: moneyFrames },
    { countries: ['GB'], create: createMoney, renderings: money('£', 'pounds', 'pence'), frames: moneyFrames },
    { countries: ['IN'], create: createMoney, renderings: money('₹', 'rupees', 'paise'), frames: moneyFrames },
    { countries: continental, create: createMoney, renderings: money('€', 'euros', 'cents'), frames: moneyFrames },
  ],
  quantity: [
    {
      countries: everywhere,
      create: between(2, 600),
      renderings: saidOrWritten,
      frames: [
        'C: I need {v} more boxes',
        'A: how many do you need / C: {v} of them please',
        'C: we ordered {v} chairs and only got {v2}',
        'A: there are {v} callers ahead of you',
        'C: my card number is {CARD} and I want {v} copies',
        'A: you have {v} loyalty points left',
      ],
    },
  ],
  year: [
    {
      countries: everywhere,
      create: between(1978, 2026),
      renderings: [written, ([year]) => [sayYear(Number(year))]],
      frames: [
        'C: I opened the account in {v}',
        "C: I've been with you since {v}",
        'C: the house was built in {v} and we moved in in {v2}',
        'A: what year is the car / C: {v}',
        'A: and the security code / C: {CVV} / A: thanks, I see you joined in {v}',
        'C: my policy number changed in {v}',
      ],
    },
  ],
  date: [
    { countries: american, create: createDay, renderings: americanDays, frames: dayFrames },
    { countries: [...commonwealth, ...continental], create: createDay, renderings: europeanDays, frames: dayFrames },
  ],
  hour: [
    {
      countries: everywhere,
      create: (random) => [String(random.integer(1, 12)), String(random.integer(11, 59))],
      renderings: [
        ([hour, minute]) => [`${hour}:${minute}`],
        ([hour, minute]) => [`${hour}:${minute} am`],
        ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))} in the morning`],
        ([hour]) => [`quarter to ${sayBelowHundred(Number(hour))}`],
        ([hour]) => [`${hour} pm`],
      ],
      frames: [
        'A: the driver will be there at {v}',
        'C: I called this morning at {v} and again at {v2}',
        'C: can you ring me back after {v}, my number is {PHONE}',
        'A: what time suits you / C: around {v}',
        'A: what time did the payment fail / C: at {v}',
      ],
    },
  ],
  floor: [
    {
      countries: everywhere,
      create: between(2, 48),
      renderings: saidOrWritten,
      frames: [
        'C: the office is on floor {v}',
        'A: which floor / C: floor {v}',
        "C: we're on level {v} and the phone number is {PHONE}",
      ],
    },
  ],
  duration: [
    {
      countries: everywhere,
      create: between(2, 96),
      renderings: saidOrWritten,
      frames: [
        'A: please allow {v} working days',
        "C: I've been on hold for {v} minutes",
        'A: the contract runs for {v} months',
        'C: it took {v} days last time and {v2} days the time before',
        'A: can I take the card number / C: I have {v} minutes before my next meeting, can we do it later',
        'A: and the security code / C: {CVV} / A: great, it will show up within {v} hours',
      ],
    },
  ],
  percentage: [
    {
      countries: everywhere,
      create: between(2, 99),
      renderings: [
        ...saidOrWritten.map((say): Rendering => (groups, random) => [`${say(groups, random).join(' ')} percent`]),
        ([number]) => [`${number}%`],
      ],
      frames: [
        'A: I can take {v} off your bill',
        'C: the interest rate went up to {v}',
        'A: thank you for the card number, you save {v} this month',
        'C: the download is stuck at {v}',
      ],
    },
  ],
  measurement: [
    {
      countries: everywhere,
      create: between(12, 980),
      renderings: saidOrWritten,
      frames: [
        'C: I only get {v} megabits per second',
        'C: the parcel weighs {v} grams',
        'C: the sofa is {v} centimetres wide and {v2} centimetres deep',
        'A: you used {v} kilowatt hours in March',
        'C: the car has {v} thousand miles on it',
      ],
    },
  ],
  temperature: [
    {
      countries: everywhere,
      create: between(12, 104),
      renderings: saidOrWritten,
      frames: [
        "C: it's {v} degrees in here",
        'C: the thermostat says {v} degrees and it should be {v2} degrees',
        'A: set the boiler to {v} degrees',
        'A: the security code / C: {CVV} / A: thanks, and is it still {v} degrees in the house',
      ],
    },
  ],
  score: [
    {
      countries: everywhere,
      create: between(300, 850),
      renderings: saidOrWritten,
      frames: [
        'C: my credit score is {v}',
        'A: your credit score went from {v} to {v2}',
        'A: thank you for your social, the score is {v}',
        'C: I scored {v} points on the test',
      ],
    },
  ],
  age: [
    {
      countries: everywhere,
      create: between(18, 96),
      renderings: saidOrWritten,
      frames: [
        "C: I'm {v} years old",
        'C: my mother is {v} years old and she needs a new card',
        'C: he is {v} and she is {v2} years old',
        'A: your date of birth / C: {BIRTH_DATE} / A: so you are {v} years old',
      ],
    },
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
