import type { HarmlessKind } from '../grammar-kinds.js';
import { sayBelowHundred, saySingly, type Rendering } from '../say-digits.js';
import { sayOrdinal, writeOrdinal } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import { everywhere, letterCodes, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everywhere,
): ValueGrammar => ({ countries, create, renderings, frames });

const zipFrames = (label: string): readonly string[] =>
  weighFrames(
    [
      `A: what's your ${label} / C: {v}`,
      `A: and the ${label} for the delivery / C: {v}`,
      `C: my ${label} is {v}`,
      `A: can I take the first line of your address and the ${label} / C: 14 Mill Lane, {v}`,
    ],
    [`A: date of birth / C: {BIRTH_DATE} / A: and the ${label} / C: {v}`],
  );

const roomNumbers: readonly Rendering[] = [
  ([room]) => [String(room)],
  ([room]) => [saySingly(room ?? '', 'oh')],
  ([room]) => [saySingly(room ?? '')],
];

/** Where things are: postcodes, shops, rooms, floors, flights and dialling codes. */
export const harmlessPlaces = {
  zip: [
    grammar((random) => [random.number(5)], shortDigits, zipFrames('zip code'), ['US']),
    grammar(
      (random) => [
        random.pick(['LS', 'BS', 'M', 'SW', 'NE']) + random.integer(1, 20),
        random.integer(1, 9) + random.letters(2),
      ],
      letterCodes,
      zipFrames('postcode'),
      ['GB'],
    ),
    grammar(
      (random) => [random.pick(['110', '400', '560', '600']), random.digits(3)],
      shortDigits,
      [
        ...zipFrames('area PIN code'),
        'A: delivery address / C: 22 Lake View Road, Bengaluru, pincode {v}',
        'A: kindly tell me the city and the PIN code for the courier / C: Pune, {v}',
      ],
      ['IN'],
    ),
    grammar((random) => [random.number(4)], shortDigits, zipFrames('postcode'), ['AU']),
    grammar((random) => [random.number(5)], shortDigits, zipFrames('(postal code|postcode)'), ['DE', 'ES']),
  ],
  store: [
    grammar(
      (random) => [random.number(random.pick([3, 4]))],
      shortDigits,
      weighFrames(
        [
          "A: what's the store number on the receipt / C: {v}",
          'C: I bought it in store number {v}',
          'A: you can pick up your parcel at store {v} / C: where is that',
        ],
        ['A: which of our shops was it / C: shop number {v}, the one by the station'],
      ),
    ),
  ],
  flight: [
    grammar(
      (random) => [random.pick(['BA', 'LH', 'IB', 'QF', 'UA', 'AI']), random.number(random.pick([3, 4]))],
      letterCodes,
      weighFrames(
        [
          "A: what's your flight number / C: {v}",
          "C: I'm booked on flight {v} tomorrow",
          'A: we have moved you to flight {v}, leaving at {hour} / C: okay',
        ],
        ['C: our bags did not arrive, we came in on flight {v} from Malaga'],
      ),
    ),
  ],
  room: [
    grammar(
      (random) => [`${random.integer(1, 9)}${random.digits(2)}`],
      roomNumbers,
      weighFrames(
        [
          'A: which room are you in / C: {v}',
          'C: we are in room {v} and the air conditioning is broken',
          'A: your interview at the visa office is in room {v} / C: thank you',
        ],
        ['C: they gave us room {v} but I had booked a sea view'],
      ),
    ),
  ],
  floor: [
    grammar(
      (random) => [String(random.integer(1, 19))],
      [([floor]) => [sayOrdinal(Number(floor))], ([floor]) => [writeOrdinal(Number(floor))]],
      weighFrames(
        [
          'A: which floor do we deliver to / C: the {v} floor',
          "C: we're on the {v} floor and there's no lift",
          'A: the dentist is on the {v} floor / C: okay',
        ],
        ['A: is there a lift / C: yes but only up to the {v} floor'],
      ),
    ),
    grammar(
      (random) => [String(random.integer(2, 19))],
      [([floor]) => [String(floor)], ([floor]) => [sayBelowHundred(Number(floor))]],
      weighFrames(['A: what floor is the flat on / C: {v}', 'C: the washing machine has to go to floor {v}']),
    ),
  ],
  areaCode: [
    grammar(
      (random) => [random.pick(['212', '305', '415', '503', '718'])],
      shortDigits,
      weighFrames([
        "A: what's the area code where you live / C: {v}",
        'C: the call came from area code {v}',
        'C: can I get a number with the {v} area code',
      ]),
      ['US'],
    ),
    grammar(
      (random) => [random.pick(['0161', '0121', '0113', '01273'])],
      shortDigits,
      weighFrames([
        'A: which dialling code do you have now / C: {v}',
        "C: I'm moving, will the area code still be {v}",
        'A: you need to dial the area code first, that is {v} / C: all right',
      ]),
      ['GB'],
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
