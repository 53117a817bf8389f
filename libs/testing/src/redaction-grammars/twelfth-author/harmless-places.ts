import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const zipFrames = repeatFrames({
  often: [
    "A: what's your {label} / C: (it's|) {v}",
    'A: can I take your {label} / C: (yes|sure), {v}',
    'C: my {label} is {v}',
    'A: and the {label} / C: {v}',
  ],
  sometimes: [
    'A: what {label} is the parcel going to / C: {v}',
    "A: I've got {v} as your {label} / C: (yes|that's right)",
    'A: date of birth / C: {BIRTH_DATE} / A: {label} / C: {v}',
    'C: do you deliver to {label} {v}',
  ],
  rarely: ["C: we've moved, the {label} is {v} now", "C: {v}, that's the {label}, do you need the street as well"],
});

const storeFrames = repeatFrames({
  often: [
    'A: which store did you buy it in / C: store (number|) {v}',
    "A: what's the store number on the receipt / C: (it's|) {v}",
    'C: I bought it at store {v}',
    'A: do you know the store number / C: (yes|I think it was), {v}',
  ],
  sometimes: [
    'A: you can collect it from store {v} / C: okay',
    'C: is store number {v} open on Sunday',
    'A: the last one is in branch {v} / C: can they send it to me',
    'C: the receipt says branch number {v}',
  ],
  rarely: ['C: I work for you, I am at store {v}, and our till is down'],
});

const flightFrames = repeatFrames({
  often: [
    "A: what's your flight number / C: (it's|) {v}",
    'A: which flight are you on / C: (flight|) {v}',
    'C: my flight number is {v}',
    "C: I'm booked on flight {v}",
  ],
  sometimes: [
    'A: flight {v} is delayed / C: oh no',
    'C: is flight {v} on time',
    "A: I've put you on flight {v} instead / C: thank you",
    'C: I lost my bag on flight {v}',
  ],
  rarely: [
    'C: they cancelled {v}, my flight to Lisbon, and nobody told us',
    'C: we changed from flight {v2} to flight {v}',
  ],
});

const roomFrames = repeatFrames({
  often: [
    "A: what's your room number / C: (it's|room|) {v}",
    'A: which room are you in / C: (room|) {v}',
    "C: I'm in room {v}",
    'C: can you send some towels to room {v}',
  ],
  sometimes: [
    "A: you're in room {v} / C: great",
    "C: the air conditioning in room {v} doesn't work",
    'A: your appointment is in room {v} / C: okay',
    'C: please put it on the bill, room number {v}',
  ],
  rarely: ['C: you gave us room {v2} and we had asked for room {v} again'],
});

const floorFrames = repeatFrames({
  often: [
    'A: which floor are you on / C: the {v} floor',
    'C: I live on the {v} floor',
    'A: which floor is the office on / C: the {v} floor',
    'C: it needs to go up to the {v} floor',
  ],
  sometimes: [
    'A: the clinic is on the {v} floor / C: thanks',
    "C: there's water coming down from the {v} floor",
    'A: is there a lift / C: yes, but only to the {v} floor',
    'C: the lift is stuck on the {v} floor',
  ],
  rarely: ['C: I asked for a low floor and you put me on the {v} floor'],
});

const areaFrames = repeatFrames({
  often: [
    "A: what's the area code / C: (it's|) {v}",
    'C: the area code is {v}',
    'A: which area code would you like for your new line / C: {v}',
    'C: I keep getting calls from area code {v}',
  ],
  sometimes: [
    'A: is that with area code {v} / C: yes',
    'C: do I need to dial the area code, {v}',
    'A: our numbers all start with the area code {v} / C: okay',
    'C: can I keep area code {v} when I move',
  ],
  rarely: ['C: where is area code {v}, they never leave a message'],
});

/** Where people, shops and flats are. */
export const harmlessPlaces = {
  zip: [
    harmlessGrammar((random) => [random.number(5)], fewDigits, zipFrames, ['US'], 'zip code'),
    harmlessGrammar(
      (random) => [
        random.pick(['BS', 'CB', 'G', 'HU', 'M', 'SW']) + random.integer(1, 24),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
      zipFrames,
      ['GB'],
      'postcode',
    ),
    harmlessGrammar(
      (random) => [random.pick(['110', '400', '560', '600']), random.digits(3)],
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
      (random) => [random.pick(['AA', 'BA', 'LH', 'QF', 'UA', 'VY']), random.number(random.pick([3, 4]))],
      plainCodes,
      flightFrames,
    ),
  ],
  room: [harmlessGrammar((random) => [`${random.integer(1, 9)}${random.integer(10, 36)}`], saidRooms, roomFrames)],
  floor: [harmlessGrammar((random) => [String(random.integer(2, 19))], saidFloors, floorFrames)],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['212', '312', '415', '512', '702'])], fewDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['0121', '0161', '01223', '01482'])], fewDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['040', '0351', '0711'])], fewDigits, areaFrames, ['DE']),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
