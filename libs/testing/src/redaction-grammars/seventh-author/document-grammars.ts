import {
  createBritishLicence,
  createGermanLicence,
  createIndianLicence,
  createLicenceOfDigits,
} from '../create-values.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { lettersAndDigits, mixedDigits, ukDigits, usDigits } from '../say-characters.js';

type Country = ValueGrammar['countries'][number];

const passportFrames = repeatFrames({
  often: [
    "A: what's your passport number / C: (it's|) {v}",
    "A: can I have the number of the passport you'll travel on / C: {v}",
    'C: my passport number is {v}',
    'A: passport number as it is printed, please / C: {v}',
  ],
  sometimes: [
    'A: nationality / C: same as before / A: and the passport number / C: {v}',
    "A: for the check-in I need both passport numbers / C: mine is {v} and my husband's is {v2}",
    'C: I renewed my passport, the new number is {v}',
    'A: ID card or passport / C: passport, {v}',
    'A: your visa belongs to passport {v} / C: (yes|exactly)',
  ],
  rarely: [
    'C: I left my passport in a taxi, I only have a copy, the number is {v}',
    "A: booking reference / C: I can't find it, can you look me up by my passport number, {v}",
    'C: at the counter they said that passport number {v} is not in the system',
    'C: you put {v2} on the visa but my passport says {v}',
  ],
});

const passport = (
  countries: readonly Country[],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames: passportFrames });

export const passports: readonly ValueGrammar[] = [
  passport(['GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), ukDigits),
  passport(['US'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), usDigits),
  passport(['US'], (random) => [random.letters(1), random.digits(4), random.digits(4)], lettersAndDigits),
  passport(['IN'], (random) => [random.letters(1), random.digits(3), random.digits(4)], lettersAndDigits),
  passport(['AU', 'CA'], (random) => [random.letters(2), random.digits(3), random.digits(3)], lettersAndDigits),
  passport(
    ['DE'],
    (random) => [
      random.pick(['C', 'L', 'K']) + random.digits(2),
      random.letters(2) + random.digits(1),
      random.digits(3),
    ],
    lettersAndDigits,
  ),
  passport(['ES'], (random) => [random.letters(3), random.digits(6)], lettersAndDigits),
];

const licence = labelledGrammar({
  often: [
    "A: what's your {label} number / C: (it's|) {v}",
    'A: can I get your {label} number for the rental / C: (sure|yes), {v}',
    'C: my {label} number is {v}',
    'A: and the number on your {label} / C: {v}',
  ],
  sometimes: [
    "A: do you have your {label} with you / C: yes / A: what's the number / C: {v}",
    "C: I'm adding my son to the car insurance, his {label} number is {v}",
    "A: we've got {label} number {v} for you / C: (yes|that's right)",
    "A: and the second driver / C: that's my wife, her {label} number is {v}",
  ],
  rarely: [
    'A: what can you identify yourself with / C: I have my {label} here, number {v}',
    'C: my {label} was stolen, luckily I wrote down the number, {v}',
    'A: the {label} number is the long one near your photo, do you see it / C: {v}',
    'A: passport number / C: is a {label} okay too / A: yes / C: {v}',
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence('GB', '(driving licence|licence)', createBritishLicence, lettersAndDigits, [
    'A: line five of the driving licence please / C: {v}',
  ]),
  licence(
    'US',
    "(driver's license|license)",
    (random) => [random.letters(1), random.digits(4), random.digits(3)],
    lettersAndDigits,
    ["A: which state is your driver's license from / C: Ohio / A: and the number / C: {v}"],
  ),
  licence('US', "(driver's license|DL)", createLicenceOfDigits, usDigits),
  licence('IN', '(driving licence|DL)', createIndianLicence, lettersAndDigits),
  licence('AU', "(driver's licence|licence)", createLicenceOfDigits, mixedDigits),
  licence('DE', '(driving licence|licence)', createGermanLicence, lettersAndDigits),
];
