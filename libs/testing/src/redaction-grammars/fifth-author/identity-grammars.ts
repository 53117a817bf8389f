import {
  completeWith,
  dniLetter,
  passesIso7064Check,
  passesLuhnCheck,
  passesTfnCheck,
  passesVerhoeffCheck,
} from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDates, worldDates } from './say-calendar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits, letterCodes, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

export const socialSecurityNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => [`${random.integer(1, 7)}${random.number(2)}`, random.number(2), random.number(4)],
    renderings: americanDigits,
    frames: weighFrames(
      [
        'A: can I get your social / C: {v}',
        "A: what's your social security number / C: (it's|) {v}",
        'C: my social is {v}',
        'A: I need your social to pull up the application / C: sure, {v}',
        'A: date of birth / C: {BIRTH_DATE} / A: and social / C: {v}',
      ],
      [
        "A: and your husband's social / C: his is {v}",
        'A: is that a social or an EIN / C: a social, {v}',
        "C: they have my social wrong on the claim, it's {v}",
        'A: I show {v} for the social, is that right / C: yes sir',
        'A: SSN / C: {v}',
      ],
    ),
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: weighFrames(
      [
        'A: can you verify the last four of your social / C: {v}',
        'A: the last four digits of your social security number please / C: {v}',
        'C: the last four of my social is {v}',
      ],
      ['A: could you verify the last four / C: of my card or my social / A: your social / C: {v}'],
    ),
  },
];

const nationalId = (
  country: ValueGrammar['countries'][number],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({
  countries: [country],
  create,
  renderings,
  label,
  frames: weighFrames(
    [
      "A: what's your {label} / C: {v}",
      'A: can I have your {label} / C: yes, it is {v}',
      'C: my {label} is {v}',
      'A: and the {label} please / C: {v}',
    ],
    [
      'A: for the tenancy I need your {label} as well / C: one second, it is on a letter here, {v}',
      'C: you spelled my {label} wrong on the contract, it has to be {v}',
      'A: I have {v} as your {label} / C: yes',
      "A: and your wife's {label} / C: {v}",
    ],
  ),
});

function createTaxFileNumber(random: RandomSource): string[] {
  for (;;) {
    const number = random.number(9);
    if (passesTfnCheck(number)) return cutIntoGroups(number, [3, 3, 3]);
  }
}

const createSin: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.number(8), passesLuhnCheck), [3, 3, 3]);
const createAadhaar: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(`${random.integer(2, 9)}${random.digits(10)}`, passesVerhoeffCheck), [4, 4, 4]);
const createTaxId: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.number(10), passesIso7064Check), [2, 3, 3, 3]);

function createDni(random: RandomSource): string[] {
  const digits = random.number(8);
  return [digits.slice(0, 2), digits.slice(2, 5), digits.slice(5) + dniLetter(digits)];
}

function createNie(random: RandomSource): string[] {
  const first = random.integer(0, 2);
  const digits = random.digits(7);
  return [
    'XYZ'.charAt(first) + digits.slice(0, 1),
    digits.slice(1, 4),
    digits.slice(4) + dniLetter(`${first}${digits}`),
  ];
}

export const nationalIds: readonly ValueGrammar[] = [
  nationalId(
    'GB',
    '(National Insurance number|NI number)',
    (random) => [
      random.pick(['AB', 'JG', 'NX', 'SK', 'PW']),
      random.digits(2),
      random.digits(2),
      random.digits(2),
      random.pick(['A', 'B', 'C', 'D']),
    ],
    letterCodes,
  ),
  nationalId('CA', '(SIN|social insurance number)', createSin, americanDigits),
  nationalId('IN', '(Aadhaar number|Aadhaar card number)', createAadhaar, indianDigits),
  nationalId('AU', '(tax file number|TFN)', createTaxFileNumber, britishDigits),
  nationalId('DE', '(tax ID|tax identification number)', createTaxId, europeanDigits),
  nationalId('ES', '(DNI|DNI number)', createDni, letterCodes),
  nationalId('ES', '(NIE|NIE number)', createNie, letterCodes),
];

const birthFrames = weighFrames(
  [
    'A: can I take your date of birth / C: {v}',
    "A: and your date of birth / C: (it's|) {v}",
    "A: what's the patient's date of birth / C: {v}",
    'C: my date of birth is {v}',
    'A: can you confirm your date of birth for me / C: (yeah|sure), {v}',
    'A: policy number / C: {policy} / A: thanks, and your date of birth / C: {v}',
  ],
  [
    'C: I was born on {v}',
    'A: name and date of birth of the second driver / C: Lucy Marsh, {v}',
    'A: and when was your husband born / C: he was born on {v}',
    'A: DOB / C: {v}',
    'A: I have {v} as your date of birth / C: yes',
    'C: the ticket has the wrong date of birth, it says {v2} and it should be {v}',
    'A: when were you born / C: {v}',
  ],
);
const createBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1941, 2006), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: ['US'], create: createBirthDate, renderings: americanDates, frames: birthFrames },
  { countries: ['GB', 'IN', 'AU', 'DE', 'ES'], create: createBirthDate, renderings: worldDates, frames: birthFrames },
];
