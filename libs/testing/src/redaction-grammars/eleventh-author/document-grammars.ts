import {
  createBritishLicence,
  createGermanLicence,
  createIndianLicence,
  createLicenceOfDigits,
} from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { lettersAndDigits, mixedDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const passport = heardGrammar({
  often: [
    "A: what's your passport number / C: (it's |){v}",
    'A: can I have the passport number / C: (sure, |yes, |){v}',
    'C: my passport number is {v}',
    'A: for the flight I need the passport number of each passenger / C: mine is {v}',
    'A: and the number of your passport / C: {v}',
  ],
  sometimes: [
    'A: name as in the passport / C: Daniel Hughes / A: and the passport number / C: {v}',
    'A: we have passport number {v} for you / C: (yes|correct)',
    'C: I got a new passport, the number is {v}',
    'A: which document will you travel with / C: my passport, number {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: passport number / C: {v}',
    'C: I want to check in, do you need the passport / A: just the number / C: {v}',
  ],
  rarely: [
    "A: which number is on the photo page / C: {v} / A: that's your passport number, thanks",
    "C: my passport was stolen last night, I've got a photo of it, the number is {v}",
    "A: the airline says the passport number is wrong / C: it's {v}, maybe I typed the letter O",
    'C: the visa has {v2} on it, but the number in my passport is {v}',
    'A: is there a passport for the baby / C: there is, number {v}',
  ],
});

export const passports: readonly ValueGrammar[] = [
  passport(['GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), ukDigits),
  passport(['US'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), usDigits),
  passport(['IN'], (random) => [random.letters(1), random.digits(3), random.digits(4)], lettersAndDigits),
  passport(['AU'], (random) => [random.letters(2), random.digits(3), random.digits(4)], lettersAndDigits),
  passport(
    ['DE'],
    (random) => [
      random.pick(['C', 'F', 'L']) + random.digits(2),
      random.letters(1) + random.digits(2),
      random.digits(3),
    ],
    lettersAndDigits,
  ),
  passport(['ES'], (random) => [random.letters(3), random.digits(3), random.digits(3)], lettersAndDigits),
];

const licence = labelledGrammar({
  often: [
    "A: what's your {label} number / C: (it's |){v}",
    'A: can I take the number of your {label} / C: (sure, |yes, |){v}',
    'C: my {label} number is {v}',
    'A: and the {label} number please / C: {v}',
    "A: who's the main driver / C: me / A: then your {label} number / C: {v}",
  ],
  sometimes: [
    'A: I have {label} number {v} here / C: (yes|that is mine)',
    "A: and the second driver's {label} number / C: {v}",
    'C: I need to add my daughter to the car, her {label} number is {v}',
    'A: for the hire car I need your {label} / C: the number is {v}',
    'C: I renewed my {label}, the number is now {v}',
  ],
  rarely: [
    'C: {v} / A: is that from your {label} / C: yes, the long number',
    'C: the garage wrote down my {label} number wrong, it is {v}',
    "A: do you have any ID / C: just my {label}, the number's {v}",
    "A: how long have you had your {label} / C: nine years / A: and what's the number on it / C: {v}",
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence('GB', 'driving licence', createBritishLicence, lettersAndDigits),
  licence(
    'US',
    "driver's license",
    (random) => [random.letters(1), random.digits(3), random.digits(4)],
    lettersAndDigits,
    ["A: which state issued your driver's license / C: Michigan / A: and the number / C: {v}"],
  ),
  licence('US', "(driver's license|license)", createLicenceOfDigits, usDigits),
  licence('IN', 'driving licence', createIndianLicence, lettersAndDigits),
  licence('AU', "(driver's licence|driver licence)", createLicenceOfDigits, mixedDigits),
  licence('DE', '(driving licence|driving license)', createGermanLicence, lettersAndDigits),
];
