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
import { codes, dayFirstDates, fewDigits, learnedDigits, monthFirstDates, nativeDigits } from './say-numbers.js';

export const socialSecurityNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => [`${random.integer(1, 6)}${random.number(2)}`, random.number(2), random.number(4)],
    renderings: nativeDigits,
    frames: [
      'A: what is your social / C: {v}',
      'C: social is {v}, date of birth {BIRTH_DATE}, what else do you want',
      "A: for the mortgage application I need both socials / C: mine's {v} and my husband's is {v2}",
      "A: your taxpayer number, that's the social security number for individuals / C: {v}",
      'C: you got my name right but my social security number should be {v}',
      'A: please verify your Social Secur / C: {v}',
      'A: social security number and current address / C: {v}, and I am at nine Elm Court',
    ],
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(4)],
    renderings: fewDigits,
    frames: [
      'A: and the last four of your social / C: {v}',
      'C: last four of my social, {v}, and can you hurry up',
      'A: just the final four digits of the social security number, please / C: {v}',
    ],
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
  frames: [
    'A: the form asks for a {label}, have you got it handy / C: {v}',
    'C: {label} {v}, born {BIRTH_DATE}, now what',
    'A: would you be so kind as to state your {label} / C: {v}',
    'C: you have one character wrong in my {label}, it must be {v}',
    'A: {label} and date of birth, please / C: {v}, {BIRTH_DATE}',
    'C: is it the {label} you want, that one is {v}',
    "A: the tax office has you under {label} {v} / C: that's right",
    'C: my {label} is {v}, once more, {again}',
  ],
});

function createTaxFileNumber(random: RandomSource): string[] {
  let number = random.number(9);
  while (!passesTfnCheck(number)) number = random.number(9);
  return cutIntoGroups(number, [3, 3, 3]);
}

/** Ten digits of which exactly one stands twice, and the check digit. */
function createTaxId(random: RandomSource): string[] {
  const left = [...'123456789'];
  const digits = Array.from({ length: 9 }, () => left.splice(random.integer(0, left.length - 1), 1)[0] ?? '');
  digits.push(digits[random.integer(0, 7)] ?? '');
  return cutIntoGroups(completeWith(digits.join(''), passesIso7064Check), [2, 3, 3, 3]);
}

export const nationalIds: readonly ValueGrammar[] = [
  nationalId(
    'GB',
    '(National Insurance number|NI number)',
    (random) => [
      random.pick(['JG', 'AB', 'WM', 'PX', 'SK']),
      random.digits(2),
      random.digits(2),
      random.digits(2),
      random.pick(['A', 'B', 'C', 'D']),
    ],
    codes,
  ),
  nationalId(
    'CA',
    '(SIN|social insurance number|SIN number)',
    (random) =>
      cutIntoGroups(completeWith(random.pick(['1', '5', '7']) + random.digits(7), passesLuhnCheck), [3, 3, 3]),
    nativeDigits,
  ),
  nationalId(
    'IN',
    '(Aadhaar|Aadhaar number)',
    (random) =>
      cutIntoGroups(completeWith(random.pick(['3', '6', '8']) + random.digits(10), passesVerhoeffCheck), [4, 4, 4]),
    learnedDigits,
  ),
  nationalId('AU', '(tax file number|TFN)', createTaxFileNumber, nativeDigits),
  nationalId('DE', '(tax identification number|Steuer-ID|tax ID)', createTaxId, learnedDigits),
  nationalId(
    'ES',
    '(DNI|DNI number)',
    (random) => {
      const digits = random.digits(8);
      return [digits.slice(0, 2), digits.slice(2, 5), digits.slice(5), dniLetter(digits)];
    },
    codes,
  ),
];

const passportFrames = [
  'A: for the hotel register I need to see a passport / C: my passport number is {v}',
  'A: travel document number / C: my passport, {v}',
  'C: on my passport it is written {v}',
  'A: passport number and when it expires / C: {v}, and it expires in {year}',
  'C: I am in room {room}, the passport you asked for is {v}',
  'A: would you kindly read the number at the top of your passport / C: {v}',
  'C: the old passport was {v} and the new one is {v2}',
  'A: you need to prove who you are, passport is fine / C: okay, passport number {v}',
  'A: your passport num / C: {v}',
];
const passport = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames: passportFrames });

export const passports: readonly ValueGrammar[] = [
  passport(['US', 'GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), nativeDigits),
  passport(['IN', 'US'], (random) => [random.letters(1), random.number(3), random.digits(4)], codes),
  passport(['AU'], (random) => [random.pick(['RA', 'PB', 'PA']), random.digits(3), random.digits(4)], codes),
  passport(['CA'], (random) => [random.letters(2), random.digits(3), random.digits(3)], codes),
  passport(
    ['DE'],
    (random) => [`C${random.digits(1)}${random.letters(1)}`, random.digits(3), random.letters(2) + random.digits(1)],
    codes,
  ),
  passport(['ES'], (random) => [random.letters(3), random.digits(2), random.digits(2), random.digits(2)], codes),
];

const licence = (
  countries: ValueGrammar['countries'],
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({
  countries,
  create,
  renderings,
  label,
  frames: [
    'A: to drive for us we need your {label} / C: the number is {v}',
    "C: my {label} is {v}, I've had it for nine years",
    'A: {label} number and date of birth / C: {v}, {BIRTH_DATE}',
    'C: the number printed on the {label}, under my name, is {v}',
    "A: and what's the number on your {label} / C: {v}",
    'A: may I note down your {label} number / C: certainly, {v}',
    'C: they printed {v} on my {label} and on the letter it is {v2}',
    "A: I'm going to read out the {label} number we hold, {v} / C: perfect",
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence(
    ['US'],
    "(driver's license|license)",
    (random) => [random.letters(1), random.digits(4), random.digits(4), random.digits(4)],
    codes,
  ),
  licence(['US', 'AU'], "driver's licence", (random) => cutIntoGroups(random.number(8), [2, 3, 3]), nativeDigits),
  licence(
    ['GB'],
    'driving licence',
    (random) => [random.letters(5), random.digits(6), random.letters(2) + random.digits(1) + random.letters(2)],
    codes,
  ),
  licence(
    ['IN'],
    '(driving licence|licence)',
    (random) => [
      random.pick(['GJ', 'KL', 'WB']) + random.digits(2),
      String(random.integer(2001, 2024)),
      random.digits(7),
    ],
    codes,
  ),
  licence(
    ['DE'],
    'driving licence',
    (random) => [random.letters(1) + random.digits(3), random.digits(3), random.letters(1) + random.digits(3)],
    codes,
  ),
];

const birthFrames = [
  'A: when was the pupil born / C: {v}',
  'C: my born date is {v}',
  'A: D O B / C: {v}',
  'A: name and date of birth for the prescription / C: Joan Whitlock, {v}',
  'C: Joan Whitlock, born {v}, calling about my tablets',
  'A: I have {v} as your birthday / C: yes',
  'C: the twins were born on {v}',
  "A: may I have the tenant's date of bir / C: {v}",
  'A: date of birth and postcode / C: {v}, {zip}',
  "C: your letter says I was born {v}, I wasn't, it's {v2}",
];
const createBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1932, 2016), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: ['US', 'CA'], create: createBirthDate, renderings: monthFirstDates, frames: birthFrames },
  {
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createBirthDate,
    renderings: dayFirstDates,
    frames: birthFrames,
  },
];
