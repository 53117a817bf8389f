import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { anyDigits, countsWithUnit, everywhere, letterCodes, shortDigits } from './say-values.js';

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: everywhere, create, renderings, frames });

const count =
  (from: number, to: number, ...units: readonly string[]): ValueGrammar['create'] =>
  (random) => [String(random.integer(from, to)), random.pick(units)];

const serialFrames = [
  'A: serial number / C: {v}',
  "C: the serial number's {v}",
  'A: the serial number of the meter, not the reading / C: (ah|okay) {v}',
  'A: I need the serial number of the dishwasher / C: on the door, right / A: yes / C: {v}',
  'A: S N / C: is that serial number / A: yes / C: {v}',
  'C: my laptop is under warranty, serial {v}',
  'A: the cereal number on the sticker of the device / C: {v}',
  'A: so the serial is {v} / C: yes',
  'A: service tag or serial number / C: serial number, {v}',
  'C: there are two numbers here / A: I need the serial number / C: {v}',
  'A: model and serial / C: the model is rubbed off, serial {v}',
  'A: date of purchase / C: {date} / A: serial number / C: {v}',
  'C: I want to register my hearing aid, serial number {v}',
  "A: read me what comes after S N on the label / C: {v} / A: thanks, that's the serial",
];

/** What people read from devices: numbers, readings, errors, versions and parts. */
export const harmlessDevices = {
  imei: [
    grammar(
      (random) => cutIntoGroups(completeWith(`35${random.digits(12)}`, passesLuhnCheck), [2, 6, 6, 1]),
      anyDigits,
      [
        'A: IMEI / C: {v}',
        'C: my phone was stolen, the IMEI is {v}',
        'A: can you read the IMEI from the box / C: {v} / A: perfect',
      ],
    ),
  ],
  serial: [
    grammar((random) => [random.letters(3), random.digits(3), random.digits(4)], letterCodes, serialFrames),
    grammar(
      (random) => [random.digits(1) + random.letters(2), random.digits(2) + random.letters(1), random.digits(3)],
      letterCodes,
      serialFrames,
    ),
    grammar((random) => cutIntoGroups(random.number(random.pick([8, 11])), [4, 4, 3]), anyDigits, serialFrames),
  ],
  meter: [
    grammar((random) => [random.number(random.pick([4, 5, 6]))], shortDigits, [
      'A: and the meter reads / C: {v}',
      'C: this is for the gas meter, the reading is {v}',
      'A: the black digits only please / C: of the meter, {v}',
      'A: your estimated reading was {v2} / C: no, on the meter I see {v}',
    ]),
  ],
  errorCode: [
    grammar((random) => [random.number(random.pick([3, 4]))], shortDigits, [
      'A: which error do you get / C: error {v}',
      'C: the printer says error code {v}',
      'A: error {v} means the filter is full / C: okay',
    ]),
  ],
  version: [
    grammar(
      (random) => [random.integer(2, 21), random.integer(0, 12), random.integer(0, 9)].map(String),
      [(groups) => [groups.join('.')], ([major, minor]) => [`${major}.${minor}`], (groups) => [groups.join(' point ')]],
      [
        'A: what version are you running / C: {v}',
        'C: I updated to version {v} and now I cannot log in',
        'A: this was fixed in version {v} / C: I will update then',
      ],
    ),
  ],
  partCode: [
    grammar((random) => cutIntoGroups(random.number(random.pick([6, 7])), [3, 4]), anyDigits, [
      'A: part number / C: {v}',
      'C: I need the seal, part {v} in the manual',
      'A: the article number on the shelf / C: {v}',
    ]),
  ],
  temperature: [
    grammar(count(4, 31, 'degrees'), countsWithUnit, [
      'C: it is {v} in the classroom',
      'A: what does the thermostat show / C: {v}',
      'A: keep the medicine below {v} / C: in the fridge then',
    ]),
  ],
  percentage: [
    grammar(
      count(2, 80, 'percent'),
      [([share]) => [`${share}%`], ...countsWithUnit],
      [
        'A: the tariff goes up by {v} / C: that is a lot',
        'C: the bar stops at {v}',
        'A: what is the battery at / C: {v}',
      ],
    ),
  ],
  measurement: [
    grammar(count(40, 260, 'centimetres', 'cm', 'inches'), countsWithUnit, [
      'A: how deep is the alcove / C: {v}',
      'C: the mattress is {v} wide and the bed is not',
      'A: and the height of the child / C: {v}',
    ]),
    grammar(count(3, 120, 'kilos', 'kg', 'litres'), countsWithUnit, [
      'A: how much does it hold / C: {v}',
      'C: I ordered {v} of heating pellets too many',
    ]),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
