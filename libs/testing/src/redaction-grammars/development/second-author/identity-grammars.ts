import { completeWith, dniLetter, passesLuhnCheck, passesTfnCheck, passesVerhoeffCheck } from '../../check-digits.js';
import type { RandomSource } from '../../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../../value-grammar.js';
import { americanDays, europeanDays } from './date-renderings.js';
import { americanDigits, codeRenderings, commonwealthDigits, continentalDigits } from './number-renderings.js';
import { american, commonwealth, continental } from './places.js';

const createSsn = (random: RandomSource): string[] => [
  String(random.pick([random.integer(1, 665), random.integer(667, 899)])).padStart(3, '0'),
  String(random.integer(1, 99)).padStart(2, '0'),
  String(random.integer(1, 9999)).padStart(4, '0'),
];

export const ssns: readonly ValueGrammar[] = [
  {
    countries: american,
    create: createSsn,
    renderings: [...americanDigits, (groups) => [groups.join('-')]],
    frames: [
      'A: to pull up your file I need your full social / C: (okay,|) {v}',
      "A: (and|) what's the social / C: {v}",
      'C: the social security number is {v}',
      "C: my wife's social is {v} and mine is {v2}",
      'C: my SSN is {v} and the claim reference number is {reference}',
      'A: I have your social security number as {v} / C: that is correct',
      "A: would you verify your nine digit social security number / C: (yeah,|) it's {v}",
      'A: your date of birth please / C: {BIRTH_DATE} / A: and your social / C: {v}',
    ],
  },
  {
    countries: american,
    create: (random) => [random.digits(4)],
    renderings: americanDigits.slice(0, 4),
    frames: [
      'A: just the last four of the social, please / C: {v}',
      "A: could you verify the last four digits of your social security number / C: (it's|) {v}",
      'C: last four of my social, {v}',
      'C: the last four digits of my SSN are {v}',
    ],
  },
];

const idFrames = (asked: string, told: string): readonly string[] => [
  `A: would you have your ${asked} there / C: (yes|I do), {v}`,
  `A: (and|) I also need the ${asked} / C: (right, it's|) {v}`,
  `C: my ${told}'s {v}`,
  `C: the ${told} you asked for is {v}`,
  `A: the ${asked} on our records is {v} / C: correct`,
  `C: my ${told} is {v} and the case number is {ticket}`,
];

const createTfn = (random: RandomSource): string[] => {
  for (;;) {
    const number = random.number(9);
    if (passesTfnCheck(number)) return cutIntoGroups(number, [3, 3, 3]);
  }
};

export const nationalIds: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => [
      random.characters(1, 'ABCEHJLMPRSW') + random.characters(1, 'ACEHJLMPRSWX'),
      random.digits(2),
      random.digits(2),
      random.digits(2),
      random.characters(1, 'ABCD'),
    ],
    renderings: codeRenderings,
    frames: idFrames('(national insurance number|NI number)', '(national insurance number|N I number)'),
  },
  {
    countries: ['CA'],
    create: (random) =>
      cutIntoGroups(completeWith(random.characters(1, '1245679') + random.digits(7), passesLuhnCheck), [3, 3, 3]),
    renderings: americanDigits,
    frames: idFrames('social insurance number', '(SIN|social insurance number)'),
  },
  {
    countries: ['IN'],
    create: (random) =>
      cutIntoGroups(completeWith(random.characters(1, '2345678') + random.digits(10), passesVerhoeffCheck), [4, 4, 4]),
    renderings: commonwealthDigits,
    frames: idFrames('(Aadhaar number|twelve digit Aadhaar number)', '(Aadhaar number|Aadhaar card number)'),
  },
  {
    countries: ['AU'],
    create: createTfn,
    renderings: commonwealthDigits,
    frames: idFrames('(tax file number|TFN)', '(tax file number|TFN)'),
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.number(11), [2, 3, 3, 3]),
    renderings: continentalDigits,
    frames: idFrames('(tax ID|tax identification number)', '(tax ID|Steuer ID)'),
  },
  {
    countries: ['ES'],
    create: (random) => {
      const digits = random.digits(8);
      return [digits.slice(0, 2), digits.slice(2, 5), `${digits.slice(5)}${dniLetter(digits)}`];
    },
    renderings: codeRenderings,
    frames: idFrames('(DNI|DNI with the letter)', '(DNI|DNI number)'),
  },
];

export const passport: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) =>
    random.pick([
      () => cutIntoGroups(random.number(9), [3, 3, 3]),
      () => [random.letters(1), random.digits(3), random.digits(4)],
      () => [random.letters(2), random.digits(3), random.digits(4)],
      () => [random.letters(3), random.digits(3), random.digits(3)],
    ])(),
  renderings: codeRenderings,
  frames: [
    'A: the passport number exactly as printed, please / C: {v}',
    "A: (and|) what number does your passport have / C: (it's|um,) {v}",
    'C: the number on my passport is {v}',
    "C: my husband's passport number is {v} and mine is {v2}",
    'C: my flight is {flight} and my passport number is {v}',
    'A: I have passport number {v} on the booking / C: (yes|right)',
    'A: do you have your passport with you / C: I do / A: may I have the number / C: {v}',
  ],
};

export const licence: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) =>
    random.pick([
      () => [random.letters(1), random.digits(3), random.digits(4)],
      () => cutIntoGroups(random.number(8), [3, 3, 2]),
      () => [random.letters(1), random.digits(4), random.digits(4), random.digits(4)],
      () => [random.letters(5), random.digits(6), `${random.letters(2)}${random.digits(1)}`, random.letters(2)],
      () => [random.letters(2), random.digits(2), random.digits(4), random.digits(7)],
    ])(),
  renderings: codeRenderings,
  frames: [
    "A: what's the number on your (driver's license|driving licence) / C: {v}",
    "C: the (driver's license number|driving licence number) is {v}",
    'A: for the rental I need your driving licence number / C: (sure|okay), {v}',
    "C: my (driver's license|driving licence) number's {v}",
    "A: I see driver's license number {v} in the file / C: (yes|correct)",
    "C: my driver's license number is {v} and the policy covers {year}",
    "A: (driver's license|driving licence) number next / C: {v}",
  ],
};

const birthFrames = [
  'A: (and|) for security, your date of birth / C: {v}',
  'C: I was born (on|) {v}',
  "A: what's the date of birth on the account / C: (that'd be|) {v}",
  "A: (and|) the patient's date of birth / C: {v}",
  "C: my daughter's date of birth is {v} and my son's is {v2}",
  'C: my birthday is {v} and my order number is {order}',
  'A: I have your date of birth as {v} / C: correct',
  'A: DOB please / C: {v}',
  'A: how old are you / C: {age}, I was born on {v}',
];

const createBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1942, 2004), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: american, create: createBirthDate, renderings: americanDays, frames: birthFrames },
  {
    countries: [...commonwealth, ...continental],
    create: createBirthDate,
    renderings: europeanDays,
    frames: birthFrames,
  },
];
