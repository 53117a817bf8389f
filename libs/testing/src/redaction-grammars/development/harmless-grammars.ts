import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { sayYear } from '../say-dates.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { createCard } from './card-grammars.js';
import { spokenAmounts, spokenHours, spokenNumbers, writtenOnly } from './harmless-renderings.js';
import { dayRenderings } from './date-renderings.js';
import { codeRenderings, digitRenderings } from './number-renderings.js';

type Frames = ValueGrammar['frames'];
type Create = ValueGrammar['create'];

const grammar = (create: Create, renderings: ValueGrammar['renderings'], frames: Frames): ValueGrammar => ({
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create,
  renderings,
  frames,
});

/** A number that its label makes harmless. */
const labelled = (create: Create, renderings: ValueGrammar['renderings'], names: string): ValueGrammar =>
  grammar(create, renderings, [
    `A: (and|) (what is|what's|can I have) (the|your) ${names} / C: (it's|yes|) {v}`,
    `C: (my|the) ${names} is {v}`,
    `C: (it says|I have|) ${names} {v}`,
    `A: your ${names} is {v}`,
    `A: do you have the ${names} (handy|) / C: (sure|) {v}`,
    `C: the ${names} I got is {v}`,
    `A: let me give you the ${names}, {v}`,
    `A: so that's ${names} {v} / C: right`,
  ]);

const dayValue: Create = (random) =>
  [random.integer(2023, 2026), random.integer(1, 12), random.integer(1, 28)].map(String);
const years: ValueGrammar['renderings'] = [([year = '']) => [year], ([year]) => [sayYear(Number(year))]];
/** How people say and write numbers that everybody may read. */
export const harmlessGrammars: Partial<Readonly<Record<HarmlessKind, readonly ValueGrammar[]>>> = {
  order: [
    labelled(
      (random) => cutIntoGroups(random.number(random.integer(5, 10)), [4, 6]),
      digitRenderings,
      '(order number|order id|order|order no|purchase order)',
    ),
  ],
  tracking: [
    labelled(
      (random) =>
        random.pick([
          () => ['1Z', random.letters(3), random.digits(10)],
          () => cutIntoGroups(random.number(12), [4, 4, 4]),
        ])(),
      codeRenderings,
      '(tracking number|tracking code|parcel number|shipment number)',
    ),
  ],
  reference: [
    labelled(
      (random) => cutIntoGroups(random.number(random.integer(6, 9)), [3, 3, 3]),
      digitRenderings,
      '(reference number|case number|reference|confirmation number|booking reference)',
    ),
  ],
  ticket: [
    labelled(
      (random) => cutIntoGroups(random.number(random.integer(5, 8)), [4, 4]),
      digitRenderings,
      '(ticket number|ticket|support ticket|incident number)',
    ),
  ],
  imei: [
    labelled(
      (random) => [completeWith(`35${random.digits(12)}`, passesLuhnCheck)],
      digitRenderings,
      '(IMEI|IMEI number|imei of the phone|device IMEI)',
    ),
  ],
  serial: [
    labelled(
      (random) => [random.letters(2), random.digits(4), random.digits(4)],
      codeRenderings,
      '(serial number|serial|serial no)',
    ),
  ],
  meter: [
    labelled(
      (random) => [random.number(5)],
      digitRenderings,
      '(meter reading|reading|gas meter reading|electricity reading|meter number)',
    ),
  ],
  amount: [
    grammar((random) => [String(random.integer(101, 999)), String(random.integer(10, 99))], spokenAmounts, [
      "A: (that is|that's|the total is) {v}",
      'A: would you like to pay by card / C: yes please / A: that is {v}',
      'C: I was charged {v}',
      'A: your balance is {v}',
      'A: it comes to {v} (altogether|)',
      'A: card payment then / C: sure / A: so the amount is {v}',
      'C: (they|you) took {v} from me',
      'A: we will refund {v} to your card',
    ]),
  ],
  quantity: [
    grammar((random) => [String(random.integer(2, 400))], spokenNumbers, [
      'C: I ordered {v} of them',
      'C: we need {v} pieces',
      'A: there are {v} people in the queue',
      "C: I'd like {v} units",
      'A: we have {v} in stock',
      'C: {v} items were missing',
    ]),
  ],
  year: [
    grammar((random) => [String(random.integer(1975, 2026))], years, [
      'C: I have been a customer since {v}',
      'C: it was in {v}',
      'C: we bought the house in {v}',
      'C: I joined back in {v}',
      'C: the car is from {v}',
      'A: the contract started in {v}',
    ]),
  ],
  date: [
    grammar(dayValue, dayRenderings, [
      'C: it happened on {v}',
      'A: your appointment is on {v}',
      'A: the delivery is due {v}',
      'C: I called you on {v}',
      'A: the payment went out on {v}',
      'C: the invoice is dated {v}',
    ]),
  ],
  hour: [
    grammar((random) => [String(random.integer(1, 12)), String(random.integer(10, 59))], spokenHours, [
      'A: the technician comes at {v}',
      'C: it was around {v}',
      'C: call me after {v}',
      'A: shall we say {v}',
      'C: I can be there by {v}',
      'A: we open at {v}',
    ]),
  ],
  zip: [labelled((random) => [random.digits(5)], digitRenderings, '(zip code|zip|postal code|billing zip)')],
  store: [
    labelled(
      (random) => [random.number(random.pick([3, 4]))],
      digitRenderings,
      '(store number|store|branch number|shop number)',
    ),
  ],
  flight: [
    labelled(
      (random) => [random.letters(2), random.number(random.pick([3, 4]))],
      codeRenderings,
      '(flight number|flight|return flight)',
    ),
  ],
  room: [
    labelled(
      (random) => [random.number(random.pick([3, 4]))],
      digitRenderings,
      '(room number|room|apartment number|suite)',
    ),
  ],
  floor: [
    grammar((random) => [String(random.integer(1, 60))], spokenNumbers, [
      'C: I live on floor {v}',
      "C: it's on floor {v}, the last door",
      'C: we are up on floor {v}',
      'A: take the lift to floor {v}',
    ]),
  ],
  duration: [
    grammar((random) => [String(random.integer(2, 90))], spokenNumbers, [
      'A: I can extend it by {v} days',
      'C: I have been waiting {v} minutes',
      'A: it takes {v} hours',
      'A: the warranty is extended for {v} months',
      'C: {v} weeks ago',
      'A: about {v} more minutes',
    ]),
  ],
  percentage: [
    grammar((random) => [String(random.integer(2, 99))], spokenNumbers, [
      'A: we can offer {v} percent off',
      'C: the battery is at {v} percent',
      'A: that is a {v} percent discount',
      'C: my interest is {v} percent',
    ]),
  ],
  measurement: [
    grammar((random) => [String(random.integer(10, 990))], spokenNumbers, [
      'C: it is {v} inches wide',
      'C: it weighs {v} pounds',
      'C: I get {v} megabits',
      'C: the table is {v} centimetres long',
      'C: we are {v} kilometres away',
      'C: it shows {v} kilowatt hours',
    ]),
  ],
  lastFour: [
    grammar((random) => [createCard(random).join('').slice(-4)], digitRenderings, [
      'A: I see a (visa|card) ending in {v} on file',
      'A: shall I use the card ending {v} / C: yes please',
      'A: the last four digits of the card on file are {v}',
      'C: (use|charge) the one that ends in {v}',
      'A: we have your mastercard ending with {v}',
      'A: is that still the card ending in {v} / C: it is',
    ]),
  ],
  promoCode: [
    labelled(
      (random) => [random.number(random.pick([4, 5, 6]))],
      digitRenderings,
      '(promo code|discount code|voucher code|coupon code)',
    ),
  ],
  errorCode: [
    labelled(
      (random) => [random.number(random.pick([3, 4]))],
      digitRenderings,
      '(error code|error|fault code|error number)',
    ),
  ],
  areaCode: [labelled((random) => [random.number(3)], digitRenderings, '(area code|dialling code)')],
  partCode: [
    grammar((random) => [random.letters(2), random.digits(3)], writtenOnly, [
      'C: I need part {v}',
      'C: the model is {v}',
      'C: my router is a {v}',
      'C: do you have the {v} (in stock|)',
    ]),
  ],
};
