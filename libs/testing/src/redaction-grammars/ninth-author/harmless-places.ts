import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const zipFrames = repeatFrames({
  often: [
    'A: and your {label} / C: (it is|) {v}',
    'A: could I take the first line of your address and the {label} / C: four Orchard Close, {v}',
    'C: my {label} is {v}',
    'A: what is the {label} of the property / C: {v}',
  ],
  sometimes: [
    'A: I have you at {label} {v} / C: that is right',
    'A: which is your nearest clinic / C: what have you got near {v} / A: is that your {label} / C: yes',
    'A: date of birth / C: {BIRTH_DATE} / A: and the {label} / C: {v}',
    'C: I am moving to my son, the {label} there is {v}',
    'C: the letter went to {label} {v2} and ours is {v}',
  ],
});
const zip = (
  country: ValueGrammar['countries'][number],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'] = fewDigits,
): ValueGrammar => harmlessGrammar(create, renderings, zipFrames, [country], label);

const storeFrames = repeatFrames({
  often: [
    'A: which of our shops was it / C: it says store {v} on the receipt',
    'C: I collect my prescription at branch {v}',
    'A: do you see a store number on the receipt / C: (in the corner|yes), {v}',
  ],
  sometimes: [
    'A: your parcel is in store number {v} / C: where is that',
    'C: the girl in branch number {v} was most helpful',
    'A: please ask in pharmacy number {v} / C: the one by the church',
  ],
});

const flightFrames = repeatFrames({
  often: [
    'A: what is the flight number / C: (it says|) {v}',
    'C: we are on flight {v} to Malaga with the bowls club',
    'A: your flight is {v} / C: and which terminal',
  ],
  sometimes: [
    'C: they cancelled flight {v} and we sat there all night',
    'A: the wheelchair is booked for flight {v} / C: thank you',
    'C: going out it is flight {v}, coming back it is {v2}',
    'A: which flight was the suitcase on / C: on the {v}',
  ],
});

const roomFrames = repeatFrames({
  often: [
    'A: which room is she in / C: room {v}',
    'C: I am in room {v}, at the end of the corridor',
    'A: the doctor will see you in room {v} / C: thank you',
  ],
  sometimes: [
    'C: it says consulting room {v} on the appointment card',
    'A: your hotel room is number {v} / C: has it a bath',
    'C: my son teaches in room {v}, could you give him a message',
    'A: please go to room {v} for the X-ray / C: is that far',
  ],
});

const floorFrames = repeatFrames({
  often: [
    'A: on which floor do you live / C: on the {v} floor',
    'C: the lift is broken and I am on the {v} floor',
    'A: the eye clinic is on the {v} floor / C: is there a lift',
  ],
  sometimes: [
    'C: the noise is from the {v} floor, above me',
    'A: the tax office is on the {v} floor now / C: it used to be downstairs',
    'C: could your men carry the sofa to the {v} floor',
  ],
});

const areaFrames = repeatFrames({
  often: [
    'A: what is the area code for that / C: {v}',
    'C: the dialling code is {v}, the rest I have to look up',
    'A: do you know your area code / C: {v}',
  ],
  sometimes: [
    'C: do I need {v} in front, I mean the area code',
    'A: everyone with the dialling code {v} had a power cut / C: so it is not only me',
    'C: I get calls with the area code {v} every evening',
  ],
});

/** Where callers live, shop, travel and wait. */
export const harmlessPlaces = {
  zip: [
    zip(
      'GB',
      '(postcode|post code)',
      (random) => [
        random.pick(['IP', 'BA', 'LS', 'NR', 'DT', 'PL']) + random.integer(1, 31),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
    ),
    zip('US', 'zip code', (random) => [random.number(5)]),
    zip('AU', 'postcode', (random) => [random.number(4)]),
    zip('DE', 'postal code', (random) => [random.number(5)]),
    zip('ES', 'postal code', (random) => [random.pick(['28', '29', '41', '46']) + random.digits(3)]),
    zip('IN', 'postal PIN code', (random) => [random.pick(['400', '560', '600', '682']), random.digits(3)]),
  ],
  store: [harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, storeFrames)],
  flight: [
    harmlessGrammar(
      (random) => [random.pick(['BA', 'LS', 'FR', 'UX', 'LH', 'QF']), random.number(random.pick([3, 4]))],
      plainCodes,
      flightFrames,
    ),
  ],
  room: [harmlessGrammar((random) => [`${random.integer(1, 6)}${random.integer(10, 48)}`], saidRooms, roomFrames)],
  floor: [harmlessGrammar((random) => [String(random.integer(1, 16))], saidFloors, floorFrames)],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['215', '503', '615', '804'])], fewDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['01362', '01473', '01904', '020'])], fewDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['0711', '0341', '040'])], fewDigits, areaFrames, ['DE']),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
