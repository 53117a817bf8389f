import type { HarmlessKind } from '../grammar-kinds.js';
import { saySingly } from '../say-digits.js';
import { sayOrdinal, writeOrdinal } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import { everywhere, letterCodes, shortDigits } from './say-values.js';

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everywhere,
): ValueGrammar => ({ countries, create, renderings, frames });

const zipFrames = (label: string): readonly string[] => [
  `A: ${label} / C: {v}`,
  `A: what is the ${label} of the property / C: {v}`,
  `C: the meter is at ${label} {v}`,
  `A: and the ${label} where the card is registered / C: {v}`,
];

/** Where things are: postcodes, shops, rooms, floors, flights and dialling codes. */
export const harmlessPlaces = {
  zip: [
    grammar((random) => [random.number(5)], shortDigits, zipFrames('zip'), ['US']),
    grammar(
      (random) => [
        random.pick(['EH', 'CF', 'LS', 'B', 'SE']) + random.integer(1, 20),
        random.integer(1, 9) + random.letters(2),
      ],
      letterCodes,
      zipFrames('postcode'),
      ['GB'],
    ),
    grammar(
      (random) => [random.pick(['411', '500', '600', '700']), random.digits(3)],
      shortDigits,
      zipFrames('(postal code|area pincode)'),
      ['IN'],
    ),
    grammar((random) => [random.number(4)], shortDigits, zipFrames('postcode'), ['AU']),
    grammar((random) => [random.number(5)], shortDigits, zipFrames('postal code'), ['DE', 'ES']),
  ],
  store: [
    grammar((random) => [random.number(random.pick([3, 4]))], shortDigits, [
      'A: which store is it / C: store {v}',
      "C: I'm calling from branch number {v}, the till is frozen",
      'A: there are two left in shop {v} / C: could they keep one for me',
    ]),
  ],
  flight: [
    grammar(
      (random) => [random.pick(['EI', 'VY', 'EW', 'QF', 'DL', 'UK']), random.number(random.pick([3, 4]))],
      letterCodes,
      [
        'A: which flight are you on / C: {v}',
        'C: {v} was cancelled this morning / A: and that was your flight to Bilbao',
        'A: you are rebooked on flight {v} / C: is there a window seat',
      ],
    ),
  ],
  room: [
    grammar(
      (random) => [`${random.integer(1, 9)}${random.digits(2)}`],
      [([room = '']) => [room], ([room = '']) => [saySingly(room, 'oh')], ([room = '']) => [[...room].join(' ')]],
      [
        "A: reception, what's your room number / C: {v}",
        'C: could you send towels to room {v}',
        'A: your ultrasound is in room {v} / C: which building',
      ],
    ),
  ],
  floor: [
    grammar(
      (random) => [String(random.integer(1, 14))],
      [([floor]) => [sayOrdinal(Number(floor))], ([floor]) => [writeOrdinal(Number(floor))]],
      [
        'A: which ward / C: the one on the {v} floor',
        'C: the leak comes from the {v} floor',
        'A: take the lift to the {v} floor / C: thank you',
      ],
    ),
  ],
  areaCode: [
    grammar(
      (random) => [random.pick(['206', '303', '404', '615', '804'])],
      shortDigits,
      [
        'A: what area code do you want for the new line / C: {v}',
        'C: does area code {v} count as long distance',
        "A: that call isn't from us, we are in area code {v} / C: I thought so",
      ],
      ['US'],
    ),
    grammar(
      (random) => [random.pick(['0131', '0117', '0151', '01865'])],
      shortDigits,
      ['A: which dialling code is that / C: {v}', 'C: do I keep the {v} dialling code when I move'],
      ['GB'],
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
