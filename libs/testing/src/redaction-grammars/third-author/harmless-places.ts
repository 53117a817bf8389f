import type { HarmlessKind } from '../grammar-kinds.js';
import { sayOrdinal, writeOrdinal } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import {
  australianDigits,
  counts,
  europeanDigits,
  indianDigits,
  letterCodes,
  shortDigits,
  ukDigits,
  usDigits,
} from './number-renderings.js';
import { australia, britain, europe, india, worldwide } from './regions.js';

type Create = ValueGrammar['create'];

const numberOf =
  (...lengths: readonly number[]): Create =>
  (random) => [random.number(random.pick(lengths))];

const zipFrames = [
  "A: what's the {label} / C: {v}",
  'C: my {label} is {v}',
  'A: and the {label} for the billing address / C: {v}',
  'C: we moved, the {label} is {v} now and it was {v2} before',
  "A: I will look for a shop near you, your {label} / C: (it's|) {v}",
  'A: card number / C: {CARD} / A: {label} / C: {v}',
  'A: security code / C: {CVV} / A: and the {label} the card is registered to / C: {v}',
  'C: date of birth {BIRTH_DATE}, {label} {v}',
  'A: is the delivery address still in {label} {v} / C: (yes|yep)',
];

const zip = (
  countries: ValueGrammar['countries'],
  label: string,
  create: Create,
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, label, frames: zipFrames });

/** Numbers of places: postal codes, shops, rooms, floors, flights and area codes. */
export const harmlessPlaces = {
  zip: [
    zip(['US'], '(zip|zip code)', (random) => [random.digits(5)], usDigits),
    zip(
      britain,
      'postcode',
      (random) => [random.letters(2) + String(random.integer(1, 29)), random.digits(1) + random.letters(2)],
      letterCodes,
    ),
    zip(india, '(postal PIN code|area PIN code|delivery pincode)', numberOf(6), indianDigits),
    zip(australia, '(postcode|post code)', numberOf(4), australianDigits),
    zip(europe, '(postal code|postcode)', numberOf(5), europeanDigits),
  ],
  store: [
    {
      countries: worldwide,
      create: numberOf(3, 4),
      renderings: shortDigits,
      frames: [
        'A: which store was that / C: store number {v}',
        "C: I'm at store {v} on Mill Road",
        'A: it is in stock at shop number {v}',
        'C: the receipt says store number {v}',
        'C: I bought it in store {v} and took it back to store {v2}',
        'C: I paid by card in store number {v}',
        'A: the security code / C: {CVV} / A: okay, you can collect it from store number {v}',
        'A: our depot number {v} has your parcel',
      ],
    },
  ],
  room: [
    {
      countries: worldwide,
      create: numberOf(3, 4),
      renderings: shortDigits,
      frames: [
        'C: I stayed in room {v}',
        'A: which room is the patient in / C: room {v}',
        "A: you're in room number {v} / C: thanks",
        'C: could you move us from room {v} to room {v2}',
        'C: deliver it to apartment {v}',
        'C: flat {v}, and the mobile is {PHONE}',
        'A: can I take a card for the room / C: {CARD} / A: lovely, you have got room {v}',
        'A: ask for the nurse in room {v}',
      ],
    },
  ],
  floor: [
    {
      countries: worldwide,
      create: (random) => [String(random.integer(2, 31))],
      renderings: counts,
      frames: [
        "C: we're on floor {v}",
        'A: what floor is the flat on / C: floor {v}',
        'A: the clinic is on level {v}',
        'C: there is no lift and I live on floor {v}',
      ],
    },
    {
      countries: worldwide,
      create: (random) => [String(random.integer(2, 29))],
      renderings: [([floor]) => [sayOrdinal(Number(floor))], ([floor]) => [writeOrdinal(Number(floor))]],
      frames: [
        'C: the office is on the {v} floor',
        'A: which floor / C: the {v} floor',
        'C: they tried the {v} floor and I am on the {v2} floor',
        'A: card number / C: {CARD} / A: and they deliver to the {v} floor, yes / C: yes',
      ],
    },
  ],
  flight: [
    {
      countries: worldwide,
      create: (random) => [
        random.pick(['BA', 'LH', 'UA', 'QF', 'IB', 'AI', 'EK', 'DL']),
        random.number(random.pick([2, 3, 4])),
      ],
      renderings: letterCodes,
      frames: [
        'A: which flight are you on / C: {v}',
        'C: my flight is {v}',
        'C: I missed flight {v} because of you',
        'A: flight number {v} leaves from gate {floor}',
        'C: I want to change from flight {v} to flight {v2}',
        'A: passport number / C: {PASSPORT} / A: and the flight number / C: {v}',
        'A: we moved you to flight {v} / C: okay',
      ],
    },
  ],
  areaCode: [
    {
      countries: ['US'],
      create: (random) => [random.pick(['212', '415', '305', '617', '702', '816'])],
      renderings: usDigits.slice(0, 9),
      frames: [
        "C: I'd like a number with area code {v}",
        'A: what is the area code / C: {v}',
        'C: somebody with a {v} area code keeps calling me',
        'A: area code {v} or {v2} / C: the first',
        'C: I moved, so area code {v} makes no sense any more',
      ],
    },
    {
      countries: britain,
      create: (random) => [random.pick(['0113', '0121', '01904', '0161', '029'])],
      renderings: ukDigits,
      frames: [
        'C: they ring from the dialling code {v}',
        'A: which area code is Leeds / C: {v}',
        'C: I get calls from area code {v} all day',
        'A: your new line will have the area code {v}',
      ],
    },
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
