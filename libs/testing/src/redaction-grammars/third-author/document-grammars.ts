import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { dayFirst, monthFirst } from './date-renderings.js';
import { letterCodes, usDigits } from './number-renderings.js';
import { australia, britain, europe, india, northAmerica } from './regions.js';

const passportFrames = [
  "A: for the check-in I need the passport number / C: (sure|okay), it's {v}",
  'C: I made a mistake in my passport number, it has to be {v}',
  'A: which passport are you travelling on / C: my own / A: and the number / C: {v}',
  'C: the passport number is {v}',
  'C: the kids are on the booking too, his passport number is {v} and hers is {v2}',
  'A: passport number / C: {v} / A: date of birth / C: {BIRTH_DATE}',
  "A: the passport number I've got is {v} / C: (yes|correct)",
  'C: my new passport came, the number is {v}',
  "C: I'm on flight {flight} and my passport number is {v}",
  "A: and what's the passport number, top right of the photo page / C: (um,|) {v}",
  'C: booking reference {reference}, passport {v}',
];

const passport = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'] = letterCodes,
): ValueGrammar => ({ countries, create, renderings, frames: passportFrames });

export const passports: readonly ValueGrammar[] = [
  passport(['US', 'GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), usDigits),
  passport(['US'], (random) => [random.letters(1), random.digits(4), random.digits(4)]),
  passport(india, (random) => [random.characters(1, 'JKLMNPRSTUVZ'), random.number(3), random.digits(4)]),
  passport(australia, (random) => [random.pick(['PA', 'PB', 'N', 'E']), random.digits(3), random.digits(4)]),
  passport(['DE'], (random) => [
    `C${random.characters(3, '0123456789FGHJKLMNPRTVWXYZ')}`,
    random.characters(4, '0123456789FGHJKLMNPRTVWXYZ'),
    random.digits(1),
  ]),
  passport(['ES'], (random) => [random.letters(3), random.digits(3), random.digits(3)]),
];

const licenceFrames = [
  'A: for the hire car I need your {label} number / C: (sure,|) {v}',
  'A: can you read me the {label} number / C: (yes|okay), {v}',
  'C: my {label} number is {v}',
  'A: who else drives the car / C: my son, his {label} number is {v}',
  "C: my {label} is {v} and my husband's {label} is {v2}",
  "A: we have {label} number {v} on the policy / C: (yes|that's me)",
  'A: {label} number please / C: {v}',
  'C: the quote number is {reference} and my {label} number is {v}',
  'A: what does it say under number on your {label} / C: it says {v}',
];

const licence = (
  countries: ValueGrammar['countries'],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'] = letterCodes,
): ValueGrammar => ({ countries, create, renderings, label, frames: licenceFrames });

export const licences: readonly ValueGrammar[] = [
  licence(['US'], "(driver's license|license)", (random) => [random.letters(1), random.digits(3), random.digits(4)]),
  licence(['US'], "driver's license", (random) => cutIntoGroups(random.number(9), [3, 3, 3]), usDigits),
  licence(['US'], "driver's license", (random) => [
    random.letters(1),
    random.digits(3),
    random.digits(3),
    random.digits(2),
    random.digits(3),
  ]),
  licence(britain, '(driving licence|licence)', (random) => [
    random.letters(5),
    random.digits(6),
    `${random.letters(2)}${random.digits(1)}${random.letters(2)}`,
  ]),
  licence(india, '(driving licence|DL)', (random) => [
    random.pick(['MH', 'KA', 'DL', 'TN', 'UP']),
    random.digits(2),
    String(random.integer(1999, 2023)),
    random.digits(7),
  ]),
  licence(australia, '(driver licence|licence)', (random) => cutIntoGroups(random.number(8), [2, 3, 3]), usDigits),
  licence(['DE'], 'driving licence', (random) => [
    random.letters(1) + random.digits(3),
    random.letters(2) + random.digits(1),
    random.letters(1) + random.digits(3),
  ]),
];

const birthFrames = [
  'A: can I take your date of birth / C: (yes|sure), {v}',
  'A: and for data protection, your date of birth please / C: {v}',
  "C: it's for my mum, she was born {v}",
  'A: date of birth / C: {v} / A: and the postcode / C: {zip}',
  "C: you have my date of birth wrong, it's {v}",
  "A: what is the baby's date of birth / C: {v}",
  "C: my birth date is {v} and my wife's is {v2}",
  'A: I just need to confirm the date of birth, {v} / C: (yes|correct)',
  'A: when were you born / C: {v}',
  'C: my appointment is on {date} and my date of birth is {v}',
  'A: the name of the patient / C: Tom Archer / A: and his birthday / C: {v}',
  'C: d o b is {v}',
  'C: policy {policy}, date of birth {v}',
];

const createBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1935, 2008), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: northAmerica, create: createBirthDate, renderings: monthFirst, frames: birthFrames },
  { countries: [...britain, ...australia], create: createBirthDate, renderings: dayFirst, frames: birthFrames },
  { countries: [...india, ...europe], create: createBirthDate, renderings: dayFirst, frames: birthFrames },
];
