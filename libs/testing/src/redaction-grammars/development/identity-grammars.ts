import type { CountryCode } from 'libphonenumber-js';
import { completeWith, dniLetter, passesLuhnCheck, passesTfnCheck, passesVerhoeffCheck } from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import type { Rendering } from '../say-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { dayRenderings } from './date-renderings.js';
import { codeRenderings, digitRenderings } from './number-renderings.js';

const createSsn = (random: RandomSource): string[] => {
  const area = random.pick([random.integer(1, 665), random.integer(667, 899)]);
  return [String(area).padStart(3, '0'), random.number(2), random.number(4)];
};

export const ssns: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createSsn,
    renderings: digitRenderings,
    frames: [
      "A: (and|) (what is|what's|can I have) your social security number / C: (it's|yes|) {v}",
      'C: (my|the) social is {v}',
      'C: my social security number is {v}',
      'A: please tell me your SSN / C: (sure|) {v}',
      'C: my tax id is {v}',
      'A: I need your social to look you up / C: (okay|) {v}',
      'C: ssn {v}',
      'A: could you verify your full social for me / C: that would be {v}',
      'C: social security {v}',
      "A: what's the social security number on file / C: it should be {v}",
    ],
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(4)],
    renderings: digitRenderings,
    frames: [
      "A: (and|) the last four (digits|) of your social (security number|) (please|) / C: (it's|) {v}",
      'C: the last four of my social are {v}',
      'A: can you confirm the last four of your SSN / C: (sure|yes|) {v}',
      'C: my last four of the social is {v}',
    ],
  },
];

interface NationalId {
  readonly country: CountryCode;
  /** Its names in a question, and its names in a statement. */
  readonly names: readonly [string, string];
  readonly create: (random: RandomSource) => string[];
  readonly renderings: readonly Rendering[];
}

/** First letters of a NINO: D, F, I, Q, U and V are never used (HMRC NIM39110). */
const NINO_LETTERS = 'ABCEGHJKLMNPRSTWXYZ';

const createNino = (random: RandomSource): string[] => {
  for (;;) {
    const prefix = random.characters(1, NINO_LETTERS) + random.characters(1, NINO_LETTERS.replace('O', ''));
    if (['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(prefix)) continue;
    return [prefix, random.digits(2), random.digits(2), random.digits(2), random.characters(1, 'ABCD')];
  }
};

function createTfn(random: RandomSource): string[] {
  for (;;) {
    const number = random.number(9);
    if (passesTfnCheck(number)) return cutIntoGroups(number, [3, 3, 3]);
  }
}

const nationalIds: readonly NationalId[] = [
  {
    country: 'GB',
    names: ['national insurance number|national insurance', 'NI number|NINO'],
    create: createNino,
    renderings: codeRenderings,
  },
  {
    country: 'CA',
    names: ['social insurance number|SIN', 'SIN number|social insurance'],
    create: (random) =>
      cutIntoGroups(completeWith(random.characters(1, '1234567') + random.digits(7), passesLuhnCheck), [3, 3, 3]),
    renderings: digitRenderings,
  },
  {
    country: 'IN',
    names: ['Aadhaar number|Aadhaar card number', 'aadhaar|aadhar number'],
    create: (random) =>
      cutIntoGroups(completeWith(random.characters(1, '23456789') + random.digits(10), passesVerhoeffCheck), [4, 4, 4]),
    renderings: digitRenderings,
  },
  {
    country: 'AU',
    names: ['tax file number|tax file', 'TFN|T F N'],
    create: createTfn,
    renderings: digitRenderings,
  },
  {
    country: 'DE',
    names: ['tax identification number|German tax ID', 'Steuer-ID|Steueridentifikationsnummer'],
    create: (random) => cutIntoGroups(random.number(11), [2, 3, 3, 3]),
    renderings: digitRenderings,
  },
  {
    country: 'ES',
    names: ['DNI|DNI number', 'NIE|national ID number'],
    create: (random) => {
      if (random.chance(0.7)) {
        const digits = random.digits(8);
        return [digits, dniLetter(digits)];
      }
      const first = random.integer(0, 2);
      const digits = random.digits(7);
      return ['XYZ'.charAt(first), digits, dniLetter(`${first}${digits}`)];
    },
    renderings: codeRenderings,
  },
];

const idFrames = ([asked, told]: NationalId['names']): ValueGrammar['frames'] => [
  `A: (and|) (what is|what's|can I have) your (${asked}) / C: (it's|yes|) {v}`,
  `C: (my|the) (${told}) is {v}`,
  `C: (${asked}) {v}`,
  `A: please (give|tell|read) me your (${asked}) / C: (sure|okay|) {v}`,
  `C: my (${told}) would be {v}`,
  `A: do you have your (${asked}) to hand / C: yes it's {v}`,
];

export const nationalIdGrammars: readonly ValueGrammar[] = nationalIds.map(
  ({ country, names, create, renderings }) => ({
    countries: [country],
    create,
    renderings,
    frames: idFrames(names),
  }),
);

export const passport: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) =>
    random.pick([
      () => cutIntoGroups(random.number(9), [3, 3, 3]),
      () => [random.letters(1), random.digits(4), random.digits(3)],
      () => [random.letters(1), random.digits(8)],
      () => [random.letters(3), random.digits(6)],
      () => [
        `C${random.digits(2)}`,
        `${random.letters(1)}${random.digits(2)}`,
        `${random.letters(1)}${random.digits(2)}`,
      ],
    ])(),
  renderings: codeRenderings,
  frames: [
    "A: (and|) (what is|what's|can I have) your passport number / C: (it's|yes|) {v}",
    'C: (my|the) passport number is {v}',
    'C: passport {v}',
    'A: which passport are you travelling with, may I have the number / C: {v}',
    'A: please read me the number of your passport / C: (sure|) {v}',
    'C: my passport is {v}',
    'A: passport number (please|) / C: that is {v}',
    "C: it's passport number {v}",
  ],
};

export const licence: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) =>
    random.pick([
      () => [random.letters(1), random.digits(7)],
      () => cutIntoGroups(random.number(9), [3, 3, 3]),
      () => cutIntoGroups(random.number(8), [4, 4]),
      () => [
        random.letters(1),
        random.digits(3),
        random.digits(3),
        random.digits(2),
        random.digits(3),
        random.digits(1),
      ],
      () => [random.letters(5), random.digits(6), `${random.letters(2)}9${random.letters(2)}`],
      () => [`${random.letters(2)}${random.digits(2)}`, random.digits(4), random.digits(7)],
    ])(),
  renderings: codeRenderings,
  frames: [
    "A: (and|) (what is|what's|can I have) your (driver's license|driving licence) number / C: (it's|yes|) {v}",
    "C: my (driver's license|driving licence|driver license) (number|) is {v}",
    'C: license number {v}',
    "A: please read me the number on your (driver's license|driving licence) / C: (sure|) {v}",
    'C: my licence number is {v}',
    "A: driver's license (please|) / C: that is {v}",
    'C: the license is {v}',
  ],
};

export const birthDate: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) => [random.integer(1938, 2006), random.integer(1, 12), random.integer(1, 28)].map(String),
  renderings: dayRenderings,
  frames: [
    "A: (and|) (what is|what's|can I have) your date of birth / C: (it's|yes|) {v}",
    'C: (my|the) date of birth is {v}',
    'C: I was born on {v}',
    'A: when were you born / C: {v}',
    'C: (my|her|his) birthday is {v}',
    'A: please confirm your date of birth for me / C: (sure|) {v}',
    'C: date of birth {v}',
    "A: and your birth date / C: that's {v}",
    'C: (he|she) was born {v}',
    "A: what's your birthday / C: {v}",
    'C: DOB {v}',
  ],
};
