import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const zipFrames = repeatFrames({
  often: ['A: {label} / C: {v}', "A: what's your {label} / C: (it's|uh|) {v}", 'C: my {label} is {v}'],
  sometimes: [
    'A: can you check if fibre is there / C: sure / A: {label} / C: {v}',
    'C: does the courier deliver to {v}, that is my {label}',
    'A: the parcel has {label} {v} on it / C: correct',
    'A: street and {label} / C: Harbour Street, {v}',
    'C: I moved, so the new {label} is {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: {label} / C: {v}',
  ],
  rarely: ['C: the driver went to the wrong {label}, {v2}, we are at {v}'],
});

const storeFrames = repeatFrames({
  often: ['A: which store / C: store {v}', 'C: I picked it up in store number {v}', 'A: and the shop number / C: {v}'],
  sometimes: [
    'A: your parcel is at pickup shop {v} / C: where is that',
    'C: branch {v} was closed when I came',
    'A: I see the SIM was sold in store {v} / C: yes',
    'C: the receipt says store number {v}',
  ],
});

const flightFrames = repeatFrames({
  often: ['A: flight number / C: {v}', "C: I'm on flight {v}", 'A: which flight was delayed / C: {v}'],
  sometimes: [
    'C: I want the delay cover of my card, flight {v} was three hours late',
    'A: so it is flight {v} to Lisbon / C: yes',
    'C: my roaming has to work before flight {v} lands',
    'A: outbound / C: flight {v} / A: and back / C: {v2}',
  ],
});

const roomFrames = repeatFrames({
  often: ['A: room number / C: {v}', 'C: I am in room {v}', 'A: which room is it / C: room {v}'],
  sometimes: [
    'C: deliver it to the student hall, room {v}',
    'A: where is the router / C: in meeting room {v}',
    'C: wifi is fine here but not in room {v}',
    'A: the technician is at reception / C: send him to room {v}',
  ],
});

const floorFrames = repeatFrames({
  often: [
    'A: which floor / C: {v} floor',
    'C: we are on the {v} floor',
    'A: does the driver have to come up / C: yes, {v} floor',
  ],
  sometimes: [
    'A: the box for the fibre is on the {v} floor / C: ok',
    'C: office is on the {v} floor, no lift',
    'C: on the {v} floor I have one bar of signal',
    'A: our branch is on the {v} floor of the mall / C: okay',
  ],
});

const areaFrames = repeatFrames({
  often: ["A: what's your area code / C: {v}", 'C: I want a number with area code {v}', 'A: area code / C: {v}'],
  sometimes: [
    'C: can I keep area code {v} with internet telephony',
    'A: calls to area code {v} are free / C: nice',
    'C: I get spam calls, all from area code {v}',
    'A: new line, which area code would you like / C: {v}',
  ],
});

const zip = (
  countries: ValueGrammar['countries'],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'] = fewDigits,
): ValueGrammar => harmlessGrammar(create, renderings, zipFrames, countries, label);

/** Where people, shops and offices are. */
export const harmlessPlaces = {
  zip: [
    zip(['US'], '(zip|zip code)', (random) => [random.number(5)]),
    zip(
      ['GB'],
      'postcode',
      (random) => [
        random.pick(['M', 'LS', 'BS', 'NE', 'SW', 'G']) + random.integer(1, 20),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
    ),
    zip(['IN'], '(area PIN code|postal code)', (random) => [
      random.pick(['560', '400', '600', '411']),
      random.digits(3),
    ]),
    zip(['AU'], 'postcode', (random) => [random.pick(['2', '3', '4']) + random.digits(3)]),
    zip(['DE', 'ES'], '(postcode|postal code|zip code)', (random) => [random.number(5)]),
  ],
  store: [harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, storeFrames)],
  flight: [
    harmlessGrammar(
      (random) => [random.pick(['FR', 'U2', 'LH', 'VY', 'UA', 'AI']), random.number(random.pick([3, 4]))],
      plainCodes,
      flightFrames,
    ),
  ],
  room: [harmlessGrammar(between(101, 640), saidRooms, roomFrames)],
  floor: [harmlessGrammar(between(1, 16), saidFloors, floorFrames)],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['212', '415', '512', '702'])], fewDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['020', '0161', '0113', '0121'])], fewDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['040', '0211', '0511'])], fewDigits, areaFrames, ['DE']),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
