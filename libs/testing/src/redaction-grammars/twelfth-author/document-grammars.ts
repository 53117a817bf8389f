import {
  createBritishLicence,
  createDni,
  createGermanLicence,
  createIndianLicence,
  createLicenceOfDigits,
} from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { lettersAndDigits, mixedDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const passport = heardGrammar({
  often: [
    "A: what's your passport number / C: (it's|) {v}",
    'A: can I take the passport number / C: (yes|sure), {v}',
    'C: my passport number is {v}',
    'A: I need your passport number for the booking / C: {v}',
    'A: passport number please / C: {v}',
  ],
  sometimes: [
    'A: the number is in the top right corner of the photo page of your passport / C: (I see it|okay), {v}',
    "C: I'm adding the passport of my son, the number is {v}",
    'A: so passport number {v} / C: (yes|correct)',
    'C: my old passport number was {v2}, the new one is {v}',
    'A: surname / C: Herrera / A: passport number / C: {v}',
  ],
  rarely: [
    'C: my passport got stolen in Barcelona / A: do you have the number / C: I have a photo of it, {v}',
    "C: {v}, that's the number of my passport, is that what you need",
    'C: the visa has a typo in the passport number, you wrote {v2}, it should be {v}',
    'A: which document are you travelling with / C: a passport, number {v}',
  ],
});

const createNineDigits: ValueGrammar['create'] = (random) => cutIntoGroups(random.number(9), [3, 3, 3]);
/** Letters, then digits in two groups. */
const createLettersFirst =
  (letters: number, first: number, second: number): ValueGrammar['create'] =>
  (random) => [random.letters(letters), random.digits(first), random.digits(second)];

export const passports: readonly ValueGrammar[] = [
  passport(['GB'], createNineDigits, ukDigits),
  passport(['US'], createNineDigits, usDigits),
  passport(['US'], createLettersFirst(1, 4, 4), lettersAndDigits),
  passport(['IN'], createLettersFirst(1, 3, 4), lettersAndDigits),
  passport(['AU'], createLettersFirst(2, 3, 4), lettersAndDigits),
  passport(['CA'], createLettersFirst(2, 3, 3), lettersAndDigits),
  passport(
    ['DE'],
    (random) => [
      random.pick(['C', 'F', 'L']) + random.digits(2),
      random.letters(1) + random.digits(2),
      random.letters(1) + random.digits(2),
    ],
    lettersAndDigits,
  ),
  passport(['ES'], createLettersFirst(3, 3, 3), lettersAndDigits),
];

const licence = labelledGrammar({
  often: [
    "A: what's your {label} number / C: (it's|) {v}",
    'A: can I have your {label} number / C: (yes|sure), {v}',
    'C: my {label} number is {v}',
    'A: and the {label} number of the main driver / C: {v}',
    'A: could you read me the number on your {label} / C: {v}',
  ],
  sometimes: [
    "C: I'm picking up the rental for my boss, his {label} number is {v}",
    "A: I have your {label} number down as {v} / C: (yes|that's correct)",
    'C: I got a new {label}, the number is {v}',
    'A: do you have your {label} on you / C: (yes|yeah) / A: read me the number please / C: {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: {label} number / C: {v}',
  ],
  rarely: [
    'C: I left my {label} in the rental car, the number is {v}, has anyone handed it in',
    "C: {v}, that's my {label} number, or do you need the one of my wife as well",
    'A: what kind of ID do you have / C: only my {label}, number {v}',
    "A: it says there's no such {label} number / C: let me read it again, {v}",
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence('GB', 'driving licence', createBritishLicence, lettersAndDigits, [
    'A: the driver number is in section five of your driving licence / C: {v}',
  ]),
  licence('US', "driver's license", createLettersFirst(1, 4, 3), lettersAndDigits),
  licence('US', "(driver's license|driver license)", createLicenceOfDigits, usDigits),
  licence('IN', '(driving licence|DL)', createIndianLicence, lettersAndDigits),
  licence('AU', "(driver's licence|driver licence)", createLicenceOfDigits, mixedDigits),
  licence('DE', "(driving licence|driver's license)", createGermanLicence, lettersAndDigits),
  licence('ES', 'driving licence', createDni, lettersAndDigits),
];
