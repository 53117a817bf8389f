import type { HarmlessKind } from '../grammar-kinds.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';

const zipFrames = repeatFrames({
  often: [
    "A: what's your {label} / C: (it's|) {v}",
    'A: can I take the {label} / C: (yes|sure), {v}',
    'C: my {label} is {v}',
  ],
  sometimes: [
    'A: date of birth / C: {BIRTH_DATE} / A: and the {label} / C: {v}',
    'A: which {label} should we deliver to / C: {v}',
    "A: I've got the {label} as {v} / C: that's right",
  ],
  rarely: ['C: we are moving next month, the new {label} is {v}, do you have fibre there'],
});

const storeFrames = repeatFrames({
  often: [
    'A: do you know the store number / C: {v}',
    'C: I bought it in store {v}',
    'A: the store number is on your receipt / C: {v}',
  ],
  sometimes: [
    'A: you can pick it up at store {v} / C: which one is that',
    'C: the branch number is {v}, the one next to the station',
    'A: what shop is it from / C: shop number {v}',
  ],
});

const flightFrames = repeatFrames({
  often: [
    "A: what's your flight number / C: {v}",
    "C: I'm on flight {v} to Madrid",
    'A: which flight are you on / C: {v}',
  ],
  sometimes: [
    'C: flight {v} was cancelled and I want a refund',
    'A: I can move you to flight {v} / C: when does it land',
    'C: we missed {v} because our first flight was late / A: I see the connecting flight',
  ],
});

const roomFrames = repeatFrames({
  often: ["A: what's your room number / C: {v}", "C: I'm in room {v}", 'A: which room are you in / C: {v}'],
  sometimes: [
    'A: you will be in room {v} / C: thank you',
    'C: the heating in room {v} is broken',
    'A: the dentist is waiting for you in room {v} / C: okay',
  ],
});

const floorFrames = repeatFrames({
  often: [
    'A: which floor is the flat on / C: the {v} floor',
    'C: I live on the {v} floor',
    'A: can they use a lift / C: no, and it is the {v} floor',
  ],
  sometimes: [
    'A: our desk is on the {v} floor / C: okay',
    'C: the leak comes from the {v} floor',
    'A: where shall we put the wardrobe / C: up on the {v} floor, please',
  ],
});

const areaFrames = repeatFrames({
  often: [
    "A: what's the area code / C: (it's|) {v}",
    'C: my area code is {v}',
    'A: which area code do you want for the new number / C: {v}',
  ],
  sometimes: [
    'A: calls from area code {v} are ours / C: okay',
    'C: do I have to dial the area code {v} first',
    'C: we are moving, can I still keep area code {v}',
  ],
});

/** Where people, shops and flats are. */
export const harmlessPlaces = {
  zip: [
    harmlessGrammar((random) => [random.number(5)], fewDigits, zipFrames, ['US'], 'zip code'),
    harmlessGrammar(
      (random) => [
        random.pick(['B', 'CF', 'EH', 'OX', 'SE', 'YO']) + random.integer(1, 28),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
      zipFrames,
      ['GB'],
      'postcode',
    ),
    harmlessGrammar(
      (random) => [random.pick(['110', '380', '500', '700']), random.digits(3)],
      fewDigits,
      zipFrames,
      ['IN'],
      'area PIN code',
    ),
    harmlessGrammar((random) => [random.number(4)], fewDigits, zipFrames, ['AU'], 'postcode'),
    harmlessGrammar((random) => [random.number(5)], fewDigits, zipFrames, ['DE', 'ES'], '(postcode|postal code)'),
  ],
  store: [harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, storeFrames)],
  flight: [
    harmlessGrammar(
      (random) => [random.pick(['AF', 'BA', 'DL', 'EW', 'IB', 'SQ']), random.number(random.pick([3, 4]))],
      plainCodes,
      flightFrames,
    ),
  ],
  room: [harmlessGrammar((random) => [`${random.integer(1, 8)}${random.integer(10, 40)}`], saidRooms, roomFrames)],
  floor: [harmlessGrammar((random) => [String(random.integer(1, 24))], saidFloors, floorFrames)],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['206', '303', '614', '713', '917'])], fewDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['0117', '0131', '0151', '01865'])], fewDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['089', '030', '0221'])], fewDigits, areaFrames, ['DE']),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
