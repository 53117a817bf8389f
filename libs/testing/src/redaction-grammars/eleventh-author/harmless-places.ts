import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';
import { saidFloors, saidRooms } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const zipFrames = repeatFrames({
  often: [
    "A: what's your {label} / C: (it's |){v}",
    'A: and the {label} please / C: {v}',
    'C: my {label} is {v}',
    'A: can I take your {label} / C: (yes, |sure, |){v}',
  ],
  sometimes: [
    'A: house number and {label} / C: number nine, {label} {v}',
    'A: is the {label} {v} / C: (yes|that is right)',
    'C: do you deliver to {label} {v}',
    'A: name / C: Helen Marsh / A: {label} / C: {v}',
    'A: tell me the {label} and I will find your nearest branch / C: {v}',
  ],
  rarely: [
    'A: where do you live / C: up in the north, {v} / A: that is the {label} / C: yes',
    'C: we are moving in May and the new {label} is {v}',
    'A: the {label} for the billing address / C: that is {v}',
  ],
});

const storeFrames = repeatFrames({
  often: [
    "A: what's the store number / C: (it's |){v}",
    'C: I bought it at store number {v}',
    'A: the store number is at the top of the receipt / C: {v}',
    'A: which store was it / C: store {v}',
  ],
  sometimes: [
    "A: your parcel's waiting at store {v} / C: how late are they open",
    'C: I work in branch {v} and our till is down',
    'A: do you know the number of the branch / C: branch number {v}',
    'C: store {v} has it on the shelf, can you send it to me',
    'A: shall I reserve it at store {v} / C: yes please',
  ],
  rarely: [
    'A: we have three shops in town / C: mine is store number {v}, the one in the mall',
    'C: the receipt says store {v} and till four',
  ],
});

const flightFrames = repeatFrames({
  often: [
    "A: what's your flight number / C: (it's |){v}",
    "C: I'm on flight {v}",
    'A: which flight is it / C: {v}',
    'C: my flight, {v}, has been cancelled',
  ],
  sometimes: [
    'A: I can put you on flight {v} / C: what time does that leave',
    'C: is flight {v} on time',
    'A: flight number and date / C: flight {v}, on {date}',
    'C: my suitcase did not come with flight {v}',
    'A: your flight {v} leaves from gate twelve / C: thanks',
    'C: we landed three hours late with flight {v} and want compensation',
  ],
  rarely: [
    'A: where are you flying to / C: to Lisbon, with {v} / A: okay, I see that flight',
    'C: I wanted flight {v} and you booked me on {v2}',
  ],
});

const roomFrames = repeatFrames({
  often: [
    "A: what's your room number / C: (it's |){v}",
    "C: I'm calling from room {v}",
    'A: which room are you in / C: (room |){v}',
    'A: your room is {v} / C: thank you',
  ],
  sometimes: [
    'C: the shower in room {v} does not get warm',
    'C: my wife is on your ward / A: she is in room {v} / C: can I visit her',
    'A: the course takes place in room {v} / C: okay',
    'C: could you put me through to room {v}',
    'A: shall I charge the dinner to room {v} / C: yes please',
  ],
  rarely: [
    'A: reception, hello / C: hi, {v} here, our key card does not work / A: I will send somebody to your room',
    'A: on which number can I reach you / C: just ring room {v}',
    'C: we booked two rooms, {v2} is fine but {v} smells of smoke',
  ],
});

const floorFrames = repeatFrames({
  often: [
    'A: which floor are you on / C: the {v} floor',
    "C: I'm on the {v} floor",
    'A: what floor is the flat on / C: the {v}',
    'A: our office is on the {v} floor / C: okay',
  ],
  sometimes: [
    'C: the lift is stuck on the {v} floor',
    'A: the movers need to know the floor / C: it is the {v} floor, without a lift',
    'C: water is coming through from the {v} floor',
    'A: take the stairs to the {v} floor / C: all right',
    'C: can we have a room on the {v} floor, not higher',
  ],
  rarely: ['C: the sofa has to go up to the {v} floor', 'A: is it the ground floor / C: no, the {v} floor'],
});

const areaFrames = repeatFrames({
  often: [
    "A: what's the area code / C: (it's |){v}",
    'C: the area code is {v}',
    'A: which area code do you have there / C: {v}',
    'A: what area code would you like for your new line / C: {v}',
  ],
  sometimes: [
    'C: can I get a number with the area code {v}',
    'A: our calls come from area code {v} / C: good to know',
    'C: do I need to dial the area code {v} from here',
    'A: the area code for the town is {v} / C: thanks',
    'C: I moved away, but can I keep my area code {v}',
  ],
  rarely: [
    'C: the number starts with {v} / A: that is the area code / C: so which town is it',
    'C: I get a lot of spam from area code {v}, can you block all of that',
  ],
});

/** Where people, shops and flats are. */
export const harmlessPlaces: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  zip: [
    harmlessGrammar((random) => [random.number(5)], fewDigits, zipFrames, ['US'], 'zip code'),
    harmlessGrammar(
      (random) => [
        random.pick(['BS', 'G', 'LS', 'M', 'NE', 'SW']) + random.integer(1, 19),
        random.integer(1, 9) + random.letters(2),
      ],
      lettersAndDigits,
      zipFrames,
      ['GB'],
      'postcode',
    ),
    harmlessGrammar(
      (random) => [random.pick(['400', '560', '600', '122']), random.digits(3)],
      fewDigits,
      zipFrames,
      ['IN'],
      '(area pincode|area PIN code|postal code)',
    ),
    harmlessGrammar((random) => [random.number(4)], fewDigits, zipFrames, ['AU'], 'postcode'),
    harmlessGrammar(
      (random) => [random.number(5)],
      fewDigits,
      zipFrames,
      ['DE', 'ES'],
      '(postcode|postal code|zip code)',
    ),
  ],
  store: [harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, storeFrames)],
  flight: [
    harmlessGrammar(
      (random) => [random.pick(['BA', 'LH', 'UA', 'AI', 'QF', 'VY']), random.number(random.pick([3, 4]))],
      plainCodes,
      flightFrames,
    ),
  ],
  room: [harmlessGrammar((random) => [`${random.integer(1, 9)}${random.integer(10, 39)}`], saidRooms, roomFrames)],
  floor: [harmlessGrammar((random) => [String(random.integer(1, 22))], saidFloors, floorFrames)],
  areaCode: [
    harmlessGrammar((random) => [random.pick(['212', '305', '415', '512', '702'])], fewDigits, areaFrames, ['US']),
    harmlessGrammar((random) => [random.pick(['0113', '0161', '01223', '0191'])], fewDigits, areaFrames, ['GB']),
    harmlessGrammar((random) => [random.pick(['040', '069', '0711'])], fewDigits, areaFrames, ['DE']),
  ],
};
