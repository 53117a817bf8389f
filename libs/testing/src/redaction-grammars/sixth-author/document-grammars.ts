import { completeWith, dniLetter, passesIso7064Check, passesLuhnCheck, passesVerhoeffCheck } from '../check-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDigits, anyDigits, europeanDigits, indianDigits, letterCodes } from './say-values.js';

type Country = ValueGrammar['countries'][number];

const document =
  (frames: readonly string[]) =>
  (
    country: Country,
    label: string,
    create: ValueGrammar['create'],
    renderings: ValueGrammar['renderings'],
  ): ValueGrammar => ({ countries: [country], create, renderings, label, frames });

const nationalId = document([
  'A: your {label} / C: {v}',
  'A: can you give me the {label} / C: it is on my payslip, {v}',
  'C: my {label} is {v}, you need it for the tax',
  'A: do you have the {label} of your wife / C: {v}',
  'A: I noted {label} {v} / C: that is right',
  "A: {label} / C: I don't know it by heart / A: no hurry / C: okay, here it is, {v}",
]);

const createAadhaar: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(`${random.integer(2, 9)}${random.digits(10)}`, passesVerhoeffCheck), [4, 4, 4]);
const createDni: ValueGrammar['create'] = (random) => {
  const digits = random.number(8);
  return [digits.slice(0, 4), digits.slice(4) + dniLetter(digits)];
};

export const nationalIds: readonly ValueGrammar[] = [
  nationalId(
    'GB',
    '(National Insurance number|NI number|national insurance)',
    (random) => [
      random.pick(['AE', 'JH', 'NS', 'SP', 'WK']),
      random.digits(2),
      random.digits(2),
      random.digits(2),
      random.pick(['A', 'B', 'C', 'D']),
    ],
    letterCodes,
  ),
  nationalId(
    'CA',
    '(SIN|social insurance number)',
    (random) => cutIntoGroups(completeWith(random.number(8), passesLuhnCheck), [3, 3, 3]),
    americanDigits,
  ),
  nationalId('IN', '(Aadhaar number|Aadhar|aadhar card number)', createAadhaar, indianDigits),
  nationalId(
    'DE',
    '(tax ID|tax identification number|Steuer ID)',
    (random) => cutIntoGroups(completeWith(random.number(10), passesIso7064Check), [2, 3, 3, 3]),
    europeanDigits,
  ),
  nationalId('ES', '(DNI|D N I|DNI number)', createDni, letterCodes),
];

const passport = document([
  'A: passport number / C: {v}',
  'A: could you spell me the passport number / C: (of course|yes) {v}',
  "C: I'm travelling on my {label} passport, number {v}",
  'A: for the airline I need your passport / C: the number is {v}',
  'A: (passport|pass port) number of the child / C: {v}',
]);
const ninePassportDigits: ValueGrammar['create'] = (random) => cutIntoGroups(random.number(9), [3, 3, 3]);

export const passports: readonly ValueGrammar[] = [
  passport('GB', 'British', ninePassportDigits, anyDigits),
  passport('US', 'American', ninePassportDigits, americanDigits),
  passport('IN', 'Indian', (random) => [random.letters(1) + random.digits(3), random.digits(4)], letterCodes),
  passport('ES', 'Spanish', (random) => [random.letters(3), random.digits(3), random.digits(3)], letterCodes),
  passport('AU', 'Australian', (random) => [random.letters(2) + random.digits(3), random.digits(4)], letterCodes),
];

const licence = document([
  'A: your {label} number / C: {v}',
  'C: I have my {label} here, the number is {v}',
  'A: driver number two, the {label} number / C: {v}',
  'A: do you hold a {label} / C: yes / A: and its number / C: {v}',
  'A: is {v} the number of your {label} / C: exactly',
]);

export const licences: readonly ValueGrammar[] = [
  licence(
    'GB',
    'driving licence',
    (random) => [random.letters(5), random.digits(6), `${random.letters(2)}9${random.letters(2)}`],
    letterCodes,
  ),
  licence(
    'US',
    "(driver's license|license|drivers license)",
    (random) => [random.letters(1) + random.digits(3), random.digits(4), random.digits(4)],
    letterCodes,
  ),
  licence('US', "driver's license", (random) => cutIntoGroups(random.number(8), [4, 4]), americanDigits),
  licence('AU', '(licence|driver licence)', (random) => cutIntoGroups(random.number(8), [2, 3, 3]), anyDigits),
  licence(
    'IN',
    '(driving licence|DL)',
    (random) => [random.pick(['GJ', 'KL', 'UP', 'HR']) + random.digits(2), `20${random.digits(2)}`, random.digits(7)],
    letterCodes,
  ),
];
