import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { lettersAndDigits, plainCodes } from '../say-characters.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { shortDigits } from './write-digits.js';

const zipFrames = repeatFrames({
  often: [
    'A: and the {label} / C: {v}',
    'A: could I have the {label} of the property / C: (yes|sure), {v}',
    'C: my {label} is {v}',
    "A: what's the {label} / C: {v}",
  ],
  sometimes: [
    'A: first line of the address and {label} / C: Station Road, {v}',
    'A: where are you moving to / C: the {label} there is {v}',
    'A: is it still {label} {v} / C: yes',
    'A: date of birth / C: {BIRTH_DATE} / A: {label} / C: {v}',
  ],
  rarely: ['C: the driver went to {label} {v2}, but we are in {v}', 'C: do you deliver to {label} {v}'],
});

const areaFrames = repeatFrames({
  often: [
    "A: what's the area code there / C: {v}",
    'C: the area code is {v}',
    'A: and which area code, please / C: {v}',
  ],
  sometimes: [
    'C: I get a lot of spam from area code {v}',
    'A: you need to dial {v} first, the area code / C: okay',
    'C: can I have a number with area code {v}',
  ],
});

/** Where people, shops and flats are. */
export const harmlessPlaces = {
  zip: [
    harmlessGrammar((random) => [random.number(5)], shortDigits, zipFrames, ['US'], 'zip code'),
    harmlessGrammar(
      (random) => [
        random.pick(['BS', 'CV', 'G', 'LS', 'NE', 'SW']) + random.integer(1, 24),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
      zipFrames,
      ['GB'],
      'postcode',
    ),
    harmlessGrammar(
      (random) => [random.pick(['400', '560', '600', '411']), random.digits(3)],
      shortDigits,
      zipFrames,
      ['IN'],
      'area PIN code',
    ),
    harmlessGrammar((random) => [random.number(4)], shortDigits, zipFrames, ['AU'], 'postcode'),
    harmlessGrammar((random) => [random.number(5)], shortDigits, zipFrames, ['DE', 'ES'], '(postcode|postal code)'),
  ],
  store: [
    harmlessGrammar(
      (random) => [random.number(random.pick([2, 3, 4]))],
      shortDigits,
      repeatFrames({
        often: [
          'A: which store number is it / C: {v}',
          'C: I was in store number {v} this morning',
          'A: what branch number is on the receipt / C: {v}',
        ],
        sometimes: [
          'A: we have it in store {v} / C: is that the one at the station',
          'C: this is the manager of shop {v}, our till is down',
          'A: you can collect it from branch {v} / C: okay',
        ],
      }),
    ),
  ],
  flight: [
    harmlessGrammar(
      (random) => [random.pick(['AA', 'EI', 'LH', 'QF', 'UA', 'VY']), random.number(random.pick([3, 4]))],
      plainCodes,
      repeatFrames({
        often: [
          "A: what's the flight number / C: {v}",
          "C: I'm booked on flight {v}",
          'A: which flight is it / C: {v}',
        ],
        sometimes: [
          'A: flight {v} is delayed / C: by how much',
          'C: my bag did not arrive, I came on flight {v}',
          'A: do you want to change to flight {v} / C: yes please',
          'C: is flight {v} still on time',
        ],
      }),
    ),
  ],
  room: [
    harmlessGrammar(
      (random) => [`${random.integer(1, 9)}${random.integer(10, 60)}`],
      saidRooms,
      repeatFrames({
        often: ["A: what's your room number / C: {v}", 'C: this is room {v}', 'A: you are in room {v} / C: thanks'],
        sometimes: [
          'C: can I get more towels in room {v}',
          'A: the interview is in room {v} / C: okay',
          'C: the people in room {v2} are so loud, I am in room {v}',
          'A: which ward is she on / C: I think it is room {v}',
        ],
      }),
    ),
  ],
  floor: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 30))],
      saidFloors,
      repeatFrames({
        often: [
          'A: which floor are you on / C: the {v} floor',
          "C: we're on the {v} floor",
          'A: what floor / C: {v} floor',
        ],
        sometimes: [
          'C: the lift stops at the {v} floor',
          'A: radiology is on the {v} floor / C: thank you',
          'C: the water comes from the {v} floor',
          'A: do they have to carry it up / C: yes, to the {v} floor',
        ],
      }),
    ),
  ],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['212', '312', '415', '512', '813'])], shortDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['0113', '0161', '0191', '01223'])], shortDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['040', '069', '0711'])], shortDigits, areaFrames, ['DE']),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
