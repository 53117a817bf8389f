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
import {
  australianDigits,
  europeanDigits,
  indianDigits,
  letterCodes,
  shortDigits,
  usDigits,
} from './number-renderings.js';
import { australia, britain, india } from './regions.js';

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

export const socialSecurityNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => [
      padded(random.pick([random.integer(1, 665), random.integer(667, 899)]), 3),
      padded(random.integer(1, 99), 2),
      padded(random.integer(1, 9999), 4),
    ],
    renderings: usDigits,
    frames: [
      'A: I need your social to run the credit check / C: (alright|sure), {v}',
      'A: can I get your social security number to pull up the policy / C: {v}',
      "C: you've got my social wrong, it should be {v}",
      'C: my social security number is {v}',
      "C: the patient's social is {v} and hers is {v2}",
      'A: so the SSN is {v} / C: yes',
      'A: social / C: {v} / A: date of birth / C: {BIRTH_DATE}',
      'A: what is the social security number of the primary cardholder / C: {v}',
      'C: my claim number is {reference} and my social is {v}',
      "A: do you have a social security number / C: (yes|I do), it's {v}",
    ],
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: [
      'A: what are the last four of your social / C: {v}',
      'A: please verify your identity with the last four digits of your social security number / C: {v}',
      'C: the last four of my social are {v}',
      'A: for security, last four of the SSN / C: (sure,|) {v}',
      'A: I have {v} as the last four of your social / C: that is right',
    ],
  },
];

const idFrames = [
  'A: could I have your {label} / C: (yes|sure), {v}',
  "A: we need the {label} for the application / C: (it's|that's|) {v}",
  'C: my {label} is {v}',
  "C: I sent you the form but my {label} was missing, it's {v}",
  'A: the {label} I have for you is {v} / C: (yes|exactly)',
  "C: my {label} is {v} and my wife's is {v2}",
  'C: the {label} is {v} and the invoice number is {invoice}',
  'A: what is your date of birth / C: {BIRTH_DATE} / A: and your {label} / C: {v}',
];

const nationalId = (
  countries: ValueGrammar['countries'],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, label, frames: idFrames });

function createTaxFileNumber(random: RandomSource): string[] {
  let number = random.number(9);
  while (!passesTfnCheck(number)) number = random.number(9);
  return cutIntoGroups(number, [3, 3, 3]);
}

/** Of the first ten digits exactly one stands twice. */
function createTaxId(random: RandomSource): string[] {
  const rest = [...'123456789'];
  const digits = Array.from({ length: 9 }, () => rest.splice(random.integer(0, rest.length - 1), 1)[0] ?? '');
  digits.splice(random.integer(1, 9), 0, random.pick(digits));
  return cutIntoGroups(completeWith(digits.join(''), passesIso7064Check), [2, 3, 3, 3]);
}

function createDni(random: RandomSource): string[] {
  const digits = random.digits(8);
  return [digits.slice(0, 4), digits.slice(4), dniLetter(digits)];
}

function createNie(random: RandomSource): string[] {
  const first = random.integer(0, 2);
  const digits = random.digits(7);
  return [`${'XYZ'.charAt(first)}${digits.slice(0, 4)}`, digits.slice(4), dniLetter(`${first}${digits}`)];
}

export const nationalIds: readonly ValueGrammar[] = [
  nationalId(
    britain,
    '(national insurance number|NI number)',
    (random) => [
      random.characters(1, 'ABCEGHJKLMNPRSTWXYZ') + random.characters(1, 'ABCEGHJKLMPRSTWXYZ'),
      random.digits(2),
      random.digits(2),
      random.digits(2),
      random.characters(1, 'ABCD'),
    ],
    letterCodes,
  ),
  nationalId(
    ['CA'],
    '(social insurance number|SIN)',
    (random) =>
      cutIntoGroups(completeWith(random.characters(1, '1234567') + random.digits(7), passesLuhnCheck), [3, 3, 3]),
    usDigits,
  ),
  nationalId(
    india,
    '(Aadhaar number|Aadhaar card number|Aadhaar)',
    (random) =>
      cutIntoGroups(completeWith(random.characters(1, '23456789') + random.digits(10), passesVerhoeffCheck), [4, 4, 4]),
    indianDigits,
  ),
  nationalId(australia, '(tax file number|TFN)', createTaxFileNumber, australianDigits),
  nationalId(['DE'], '(tax ID|tax ID number|Steuer-ID|tax identification number)', createTaxId, europeanDigits),
  nationalId(['ES'], '(DNI|DNI number|national ID)', createDni, letterCodes),
  nationalId(['ES'], '(NIE|NIE number)', createNie, letterCodes),
];
