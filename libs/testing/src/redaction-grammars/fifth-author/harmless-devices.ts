import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { anyDigits, countsWithUnit, everywhere, letterCodes, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: everywhere, create, renderings, frames });

const serialFrames = weighFrames(
  [
    'A: can you read me the serial number of the router / C: {v}',
    'C: the serial number is {v}',
    'A: the serial number is on the sticker underneath / C: okay, {v}',
  ],
  ["C: it says S N {v} on the back of the box / A: that's the serial number, thanks"],
);

const versionOf: ValueGrammar['create'] = (random) => [
  String(random.integer(2, 19)),
  String(random.integer(0, 9)),
  String(random.integer(0, 9)),
];

/** What people read from devices: numbers, readings, errors, versions and parts. */
export const harmlessDevices = {
  imei: [
    grammar(
      (random) => cutIntoGroups(completeWith(`35${random.digits(12)}`, passesLuhnCheck), [2, 6, 6, 1]),
      anyDigits,
      weighFrames(
        [
          "A: what's the IMEI of the phone / C: {v}",
          'A: dial star hash zero six hash and read me the IMEI / C: {v}',
          'C: the IMEI on the box is {v}',
        ],
        ['A: for the phone insurance I need the IMEI number / C: let me look in the settings, {v}'],
      ),
    ),
  ],
  serial: [
    grammar(
      (random) => [random.letters(2) + random.digits(2), random.digits(4), random.letters(1) + random.digits(1)],
      letterCodes,
      serialFrames,
    ),
    grammar((random) => cutIntoGroups(random.number(10), [4, 3, 3]), anyDigits, serialFrames),
  ],
  meter: [
    grammar(
      (random) => [random.number(random.pick([4, 5]))],
      shortDigits,
      weighFrames(
        [
          "A: what's your meter reading / C: {v}",
          'C: I want to give a meter reading, it is {v}',
          'A: and the reading on the water meter today / C: {v}',
        ],
        [
          "A: can you read the meter for me / C: I'm standing in front of it, {v}",
          'A: your last reading was {v2} / C: now the meter says {v}',
        ],
      ),
    ),
  ],
  errorCode: [
    grammar(
      (random) => [random.number(random.pick([3, 4]))],
      shortDigits,
      weighFrames(
        [
          'A: what does the screen say / C: it says error {v}',
          'C: I get error code {v} on the TV when I open the app',
          'A: does the boiler show an error code / C: yes, {v}',
        ],
        ['C: my payment failed with error {v}, what is that'],
      ),
    ),
    grammar(
      (random) => [random.pick(['E', 'F', 'H']) + random.digits(2)],
      letterCodes.slice(0, 5),
      weighFrames(['C: the washing machine shows error {v}', 'A: which error code is it / C: {v}']),
    ),
  ],
  version: [
    grammar(
      versionOf,
      [
        (groups) => [groups.join('.')],
        ([first, second]) => [`${first}.${second}`],
        ([first, second]) => [`${first} point ${second}`],
        ([first, second, third]) => [`${first} dot ${second} dot ${third}`],
      ],
      weighFrames(
        [
          'A: which version of the app do you have / C: {v}',
          'C: it says software version {v}',
          'A: please update the app to version {v} / C: okay',
        ],
        ['C: since the update to {v} the app crashes / A: yes, that version has a problem'],
      ),
    ),
  ],
  partCode: [
    grammar(
      (random) => cutIntoGroups(random.number(random.pick([6, 8])), [3, 3, 2]),
      anyDigits,
      weighFrames(
        [
          'A: do you have the part number / C: {v}',
          'C: I need a spare part, the part number is {v}',
          'A: what is the article number in the catalogue / C: {v}',
        ],
        ['C: the bolts are missing from the box, in the instructions they are part {v}'],
      ),
    ),
  ],
  temperature: [
    grammar(
      (random) => [String(random.integer(9, 19)), 'degrees'],
      countsWithUnit,
      weighFrames([
        'C: the heating only gets to {v}',
        'A: what temperature is the fridge showing / C: {v}',
        'A: how cold is it in the flat / C: {v}',
      ]),
    ),
    grammar((random) => [String(random.integer(50, 70)), 'degrees'], countsWithUnit, [
      'A: is the boiler set to {v} / C: yes',
      'C: the water in the shower is at {v}, that is dangerous',
    ]),
  ],
  percentage: [
    grammar(
      (random) => [String(random.integer(5, 70)), 'percent'],
      [([count]) => [`${count}%`], ...countsWithUnit],
      weighFrames([
        'C: I was promised {v} off',
        'A: your no claims discount is {v} / C: is that all',
        'A: how much battery is left / C: {v}',
      ]),
    ),
  ],
  measurement: [
    grammar(
      (random) =>
        random.chance(0.7)
          ? [String(random.integer(62, 240)), random.pick(['centimetres', 'cm'])]
          : [String(random.integer(24, 90)), 'inches'],
      countsWithUnit,
      weighFrames(
        [
          'A: how wide is your front door / C: {v}',
          'C: the sofa is {v} long and it does not fit in the lift',
          'A: how high is the wardrobe / C: about {v}',
        ],
        ['A: what size is the package / C: {v} long and {v2} wide'],
      ),
    ),
    grammar(
      (random) => [String(random.integer(5, 32)), random.pick(['kilos', 'kg'])],
      countsWithUnit,
      weighFrames(['A: how heavy is your suitcase / C: {v}', 'C: the parcel weighs {v}']),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
