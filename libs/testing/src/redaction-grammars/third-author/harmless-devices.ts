import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import type { Rendering } from '../say-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { counts, countsOf, europeanDigits, letterCodes, shortDigits, ukDigits, usDigits } from './number-renderings.js';
import { worldwide } from './regions.js';

type Create = ValueGrammar['create'];

const between =
  (from: number, to: number): Create =>
  (random) => [String(random.integer(from, to))];

const degrees: readonly Rendering[] = [...countsOf('degrees'), ([whole = '']) => [`${whole}°`]];

/** Numbers of devices, cars and parts, and what people measure. */
export const harmlessDevices = {
  imei: [
    {
      countries: worldwide,
      create: (random) =>
        cutIntoGroups(
          completeWith(`35${random.digits(12)}`, passesLuhnCheck),
          random.pick([[3, 3, 3, 3, 3], [8, 6, 1], [15]]),
        ),
      renderings: [...usDigits, ...ukDigits, ...europeanDigits],
      frames: [
        'A: dial star hash zero six hash and read me the IMEI / C: {v}',
        'C: the IMEI of the stolen phone is {v}',
        'A: what is the IMEI / C: (hang on|it says), {v}',
        'C: the IMEI is {v} and the SIM is on {PHONE}',
        'C: it has two IMEIs, {v} and {v2}',
        'A: I can block the handset with IMEI number {v} / C: please do',
        'A: card number / C: {CARD} / A: and the IMEI of the phone you are insuring / C: {v}',
        'C: under settings it says IMEI {v}',
      ],
    },
  ],
  serial: [
    {
      countries: worldwide,
      create: (random) => [random.letters(2) + random.digits(2), random.digits(4), random.digits(3)],
      renderings: letterCodes,
      frames: [
        "A: what's the serial number on the boiler / C: {v}",
        'C: serial number {v}',
        'C: the serial on the back of the washing machine is {v}',
        'A: the warranty is registered to serial number {v} / C: yes',
        'C: one has serial number {v} and the other has serial number {v2}',
        'A: what is the serial number / C: before I forget, my mobile is {PHONE}, and the serial number is {v}',
        'A: can you turn the router over and read me the serial number / C: {v}',
      ],
    },
  ],
  meter: [
    {
      countries: worldwide,
      create: (random) => [random.digits(random.pick([5, 5, 6]))],
      renderings: [...shortDigits, ...ukDigits.slice(2, 5)],
      frames: [
        'A: what does the meter say / C: {v}',
        'C: my meter reading today is {v}',
        'A: can you give me the day reading / C: {v} / A: and the night reading / C: {v2}',
        'C: the gas meter shows {v}',
        'A: last time the reading was {v} and now it is {v2}',
        'C: you estimated {v} on the electric meter and it is really {v2}',
        'A: your account number / C: {ACCOUNT} / A: and the meter reading / C: {v}',
        'C: the water meter reads {v} and I want to pay with {CARD}',
        'A: read me the black numbers on the meter / C: {v}',
      ],
    },
  ],
  version: [
    {
      countries: worldwide,
      create: (random) =>
        [random.integer(1, 18), random.integer(0, 12), random.integer(0, 30)].slice(0, random.pick([2, 3])).map(String),
      renderings: [
        (groups) => [groups.join('.')],
        (groups) => [groups.join(' point ')],
        (groups) => [groups.join(' dot ')],
      ],
      frames: [
        'A: which version of the app are you on / C: {v}',
        "C: I'm on iOS {v}",
        'C: the router has firmware {v}',
        'A: please update to version {v}',
        'C: it went wrong after I updated from version {v} to version {v2}',
        'A: the code we sent you / C: {OTP} / A: thanks, and which app version is it / C: version {v}',
      ],
    },
  ],
  errorCode: [
    {
      countries: worldwide,
      create: (random) => [random.number(random.pick([3, 4, 4]))],
      renderings: shortDigits,
      frames: [
        'C: the screen says error {v}',
        'A: which error code do you get / C: {v}',
        'C: the boiler shows fault code {v}',
        'C: when I enter my card number I get error code {v}',
        'A: error {v} means that the bank said no',
        'C: first it was error {v} and now it is error {v2}',
        'A: and the security code / C: {CVV} / A: it came back with error code {v}',
        'C: the garage says the engine has fault code {v}',
      ],
    },
    {
      countries: worldwide,
      create: (random) => [random.pick(['E', 'F', 'P']) + random.digits(random.pick([2, 4]))],
      renderings: letterCodes.slice(0, 6),
      frames: [
        'C: my dishwasher flashes {v}, what does that error mean',
        'A: is there a fault code on the display / C: (yes,|) {v}',
        'C: error code {v} came up again',
      ],
    },
  ],
  partCode: [
    {
      countries: worldwide,
      create: (random) => [random.letters(2), random.number(random.pick([3, 4])), random.letters(1)],
      renderings: letterCodes,
      frames: [
        'A: what model is the dishwasher / C: model number {v}',
        'C: I need brake pads, part number {v}',
        'A: the part number is {v} / C: okay',
        'C: the ink cartridge is model {v}',
        'A: we have {v} and {v2} in stock, both part numbers fit / C: the first one',
        'C: the model number on the label says {v}',
        'C: the part number is {v} and my card is {CARD}',
      ],
    },
    {
      countries: worldwide,
      create: (random) => cutIntoGroups(random.number(random.pick([6, 7])), [3, 4]),
      renderings: shortDigits,
      frames: [
        'C: the item number in the catalogue is {v}',
        'A: which article is it / C: article number {v}',
        'A: the spare part has part number {v}',
        "C: the product code is {v} and there's a scratch on it",
      ],
    },
  ],
  measurement: [
    {
      countries: worldwide,
      create: between(18_000, 148_000),
      renderings: counts.slice(0, 4),
      frames: [
        'A: how many miles has it done / C: {v}',
        'C: the mileage is {v}',
        'C: it has {v} kilometres on the clock',
        'A: the odometer read {v} at the last service',
        'A: date of birth / C: {BIRTH_DATE} / A: and the mileage on the car / C: {v} miles',
      ],
    },
    {
      countries: worldwide,
      create: between(14, 970),
      renderings: counts,
      frames: [
        'C: the parcel is {v} centimetres long and {v2} centimetres wide',
        'A: how heavy is the suitcase / C: {v} pounds',
        'C: my speed test shows {v} megabits',
        'A: you used {v} units of electricity last month',
        'C: the doctor put me on {v} milligrams',
        'A: the fridge is {v} litres',
        'C: we need {v} square feet of flooring and the card is {CARD}',
      ],
    },
    {
      countries: worldwide,
      create: (random) => [String(random.integer(105, 168)), String(random.integer(62, 98))],
      renderings: [([high, low]) => [`${high} over ${low}`], ([high, low]) => [`${high}/${low}`]],
      frames: [
        'C: my blood pressure this morning was {v}',
        'A: what was your blood pressure / C: {v}',
        'A: on Monday your blood pressure was {v} and on Friday {v2}',
      ],
    },
  ],
  temperature: [
    {
      countries: worldwide,
      create: between(11, 104),
      renderings: degrees,
      frames: [
        'C: she has a temperature of {v}',
        'A: what temperature is the fridge set to / C: {v}',
        'C: the heating is on and it is only {v} in the bedroom',
        'C: it was {v} yesterday and {v2} today',
        'A: keep it below {v}',
        'A: PIN please / C: {PIN} / A: thanks, and what does the thermostat show / C: {v}',
      ],
    },
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
