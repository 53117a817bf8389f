import { completeWith, passesLuhnCheck } from './check-digits.js';
import { createCard } from './card-grammars.js';
import { spokenAmounts, spokenHours, spokenNumbers, writtenOnly } from './harmless-renderings.js';
import { dayRenderings, sayYear } from './say-dates.js';
import { codeRenderings, digitRenderings, type Half } from './say-digits.js';
import { cutIntoGroups, type ValueGrammar } from './value-grammar.js';

type Frames = ValueGrammar['frames'];
type Create = ValueGrammar['create'];

const grammar = (create: Create, renderings: ValueGrammar['renderings'], frames: Frames): ValueGrammar => ({
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create,
  renderings,
  frames,
});

/** A number that its label makes harmless. */
const labelled = (
  create: Create,
  renderings: ValueGrammar['renderings'],
  names: Readonly<Record<Half, string>>,
): ValueGrammar =>
  grammar(create, renderings, {
    dev: [
      `A: (and|) (what is|what's|can I have) (the|your) ${names.dev} / C: (it's|yes|) {v}`,
      `C: (my|the) ${names.dev} is {v}`,
      `C: (it says|I have|) ${names.dev} {v}`,
      `A: your ${names.dev} is {v}`,
    ],
    'held-out': [
      `A: do you have the ${names['held-out']} (handy|) / C: (sure|) {v}`,
      `C: the ${names['held-out']} I got is {v}`,
      `A: let me give you the ${names['held-out']}, {v}`,
      `A: so that's ${names['held-out']} {v} / C: right`,
    ],
  });

const dayValue: Create = (random) =>
  [random.integer(2023, 2026), random.integer(1, 12), random.integer(1, 28)].map(String);
const asDay =
  (render: (typeof dayRenderings)['dev'][number]) =>
  ([year, month, day]: readonly string[]): string[] => [
    render({ year: Number(year), month: Number(month), day: Number(day) }),
  ];
const years: ValueGrammar['renderings'] = {
  dev: [([year = '']) => [year], ([year]) => [sayYear(Number(year))]],
  'held-out': [([year = '']) => [year], ([year]) => [sayYear(Number(year))]],
};

/** How people say and write numbers that everybody may read. */
export const harmlessGrammars = {
  order: labelled((random) => cutIntoGroups(random.number(random.integer(5, 10)), [4, 6]), digitRenderings, {
    dev: '(order number|order id)',
    'held-out': '(order|order no|purchase order)',
  }),
  tracking: labelled(
    (random) =>
      random.pick([
        () => ['1Z', random.letters(3), random.digits(10)],
        () => cutIntoGroups(random.number(12), [4, 4, 4]),
      ])(),
    codeRenderings,
    { dev: 'tracking number', 'held-out': '(tracking code|parcel number|shipment number)' },
  ),
  reference: labelled((random) => cutIntoGroups(random.number(random.integer(6, 9)), [3, 3, 3]), digitRenderings, {
    dev: '(reference number|case number)',
    'held-out': '(reference|confirmation number|booking reference)',
  }),
  ticket: labelled((random) => cutIntoGroups(random.number(random.integer(5, 8)), [4, 4]), digitRenderings, {
    dev: '(ticket number|ticket)',
    'held-out': '(support ticket|incident number)',
  }),
  imei: labelled((random) => [completeWith(`35${random.digits(12)}`, passesLuhnCheck)], digitRenderings, {
    dev: '(IMEI|IMEI number)',
    'held-out': '(imei of the phone|device IMEI)',
  }),
  serial: labelled((random) => [random.letters(2), random.digits(4), random.digits(4)], codeRenderings, {
    dev: 'serial number',
    'held-out': '(serial|serial no)',
  }),
  meter: labelled((random) => [random.number(5)], digitRenderings, {
    dev: '(meter reading|reading)',
    'held-out': '(gas meter reading|electricity reading|meter number)',
  }),
  amount: grammar((random) => [String(random.integer(101, 999)), String(random.integer(10, 99))], spokenAmounts, {
    dev: [
      "A: (that is|that's|the total is) {v}",
      'A: would you like to pay by card / C: yes please / A: that is {v}',
      'C: I was charged {v}',
      'A: your balance is {v}',
    ],
    'held-out': [
      'A: it comes to {v} (altogether|)',
      'A: card payment then / C: sure / A: so the amount is {v}',
      'C: (they|you) took {v} from me',
      'A: we will refund {v} to your card',
    ],
  }),
  quantity: grammar((random) => [String(random.integer(2, 400))], spokenNumbers, {
    dev: ['C: I ordered {v} of them', 'C: we need {v} pieces', 'A: there are {v} people in the queue'],
    'held-out': ["C: I'd like {v} units", 'A: we have {v} in stock', 'C: {v} items were missing'],
  }),
  year: grammar((random) => [String(random.integer(1975, 2026))], years, {
    dev: ['C: I have been a customer since {v}', 'C: it was in {v}', 'C: we bought the house in {v}'],
    'held-out': ['C: I joined back in {v}', 'C: the car is from {v}', 'A: the contract started in {v}'],
  }),
  date: grammar(
    dayValue,
    { dev: dayRenderings.dev.map(asDay), 'held-out': dayRenderings['held-out'].map(asDay) },
    {
      dev: ['C: it happened on {v}', 'A: your appointment is on {v}', 'A: the delivery is due {v}'],
      'held-out': ['C: I called you on {v}', 'A: the payment went out on {v}', 'C: the invoice is dated {v}'],
    },
  ),
  hour: grammar((random) => [String(random.integer(1, 12)), String(random.integer(10, 59))], spokenHours, {
    dev: ['A: the technician comes at {v}', 'C: it was around {v}', 'C: call me after {v}'],
    'held-out': ['A: shall we say {v}', 'C: I can be there by {v}', 'A: we open at {v}'],
  }),
  zip: labelled((random) => [random.digits(5)], digitRenderings, {
    dev: '(zip code|zip)',
    'held-out': '(postal code|billing zip)',
  }),
  store: labelled((random) => [random.number(random.pick([3, 4]))], digitRenderings, {
    dev: '(store number|store)',
    'held-out': '(branch number|shop number)',
  }),
  flight: labelled((random) => [random.letters(2), random.number(random.pick([3, 4]))], codeRenderings, {
    dev: '(flight number|flight)',
    'held-out': '(flight|return flight)',
  }),
  room: labelled((random) => [random.number(random.pick([3, 4]))], digitRenderings, {
    dev: '(room number|room)',
    'held-out': '(apartment number|suite)',
  }),
  floor: grammar((random) => [String(random.integer(1, 60))], spokenNumbers, {
    dev: ['C: I live on floor {v}', "C: it's on floor {v}, the last door"],
    'held-out': ['C: we are up on floor {v}', 'A: take the lift to floor {v}'],
  }),
  duration: grammar((random) => [String(random.integer(2, 90))], spokenNumbers, {
    dev: ['A: I can extend it by {v} days', 'C: I have been waiting {v} minutes', 'A: it takes {v} hours'],
    'held-out': ['A: the warranty is extended for {v} months', 'C: {v} weeks ago', 'A: about {v} more minutes'],
  }),
  percentage: grammar((random) => [String(random.integer(2, 99))], spokenNumbers, {
    dev: ['A: we can offer {v} percent off', 'C: the battery is at {v} percent'],
    'held-out': ['A: that is a {v} percent discount', 'C: my interest is {v} percent'],
  }),
  measurement: grammar((random) => [String(random.integer(10, 990))], spokenNumbers, {
    dev: ['C: it is {v} inches wide', 'C: it weighs {v} pounds', 'C: I get {v} megabits'],
    'held-out': [
      'C: the table is {v} centimetres long',
      'C: we are {v} kilometres away',
      'C: it shows {v} kilowatt hours',
    ],
  }),
  lastFour: grammar((random) => [createCard(random).join('').slice(-4)], digitRenderings, {
    dev: [
      'A: I see a (visa|card) ending in {v} on file',
      'A: shall I use the card ending {v} / C: yes please',
      'A: the last four digits of the card on file are {v}',
    ],
    'held-out': [
      'C: (use|charge) the one that ends in {v}',
      'A: we have your mastercard ending with {v}',
      'A: is that still the card ending in {v} / C: it is',
    ],
  }),
  promoCode: labelled((random) => [random.number(random.pick([4, 5, 6]))], digitRenderings, {
    dev: '(promo code|discount code)',
    'held-out': '(voucher code|coupon code)',
  }),
  errorCode: labelled((random) => [random.number(random.pick([3, 4]))], digitRenderings, {
    dev: '(error code|error)',
    'held-out': '(fault code|error number)',
  }),
  areaCode: labelled((random) => [random.number(3)], digitRenderings, {
    dev: 'area code',
    'held-out': '(area code|dialling code)',
  }),
  partCode: grammar((random) => [random.letters(2), random.digits(3)], writtenOnly, {
    dev: ['C: I need part {v}', 'C: the model is {v}'],
    'held-out': ['C: my router is a {v}', 'C: do you have the {v} (in stock|)'],
  }),
} satisfies Record<string, ValueGrammar>;

export type HarmlessKind = keyof typeof harmlessGrammars;
