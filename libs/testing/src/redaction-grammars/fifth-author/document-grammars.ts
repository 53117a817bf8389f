import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDigits, anyDigits, britishDigits, letterCodes } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

type Country = ValueGrammar['countries'][number];

const passportFrames = weighFrames(
  [
    "A: what's your passport number / C: (it's|) {v}",
    'A: and the passport number / C: {v}',
    'A: I need the passport numbers of all passengers / C: mine is {v}',
    'C: my passport number is {v}',
    'A: for the visa application, your passport number please / C: {v}',
  ],
  [
    'A: and for your daughter / C: her passport number is {v}',
    'A: passport or identity card / C: passport, {v}',
    'C: I typed my passport number wrong at check in, it should be {v}',
    'A: which document are you travelling with / C: my passport, number {v}',
    "C: I've renewed my passport since I booked, the new number is {v}",
    'A: the application says passport {v} / C: yes, that is mine',
    'A: the number at the top right of the photo page of your passport / C: {v}',
  ],
);

const passport = (
  country: Country,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries: [country], create, renderings, frames: passportFrames });

export const passports: readonly ValueGrammar[] = [
  passport('GB', (random) => cutIntoGroups(random.number(9), [3, 3, 3]), britishDigits),
  passport('US', (random) => cutIntoGroups(random.number(9), [3, 3, 3]), americanDigits),
  passport('US', (random) => [random.letters(1) + random.digits(2), random.digits(3), random.digits(3)], letterCodes),
  passport('IN', (random) => [random.letters(1) + random.digits(3), random.digits(4)], letterCodes),
  passport('AU', (random) => [random.letters(2) + random.digits(3), random.digits(4)], letterCodes),
  passport(
    'DE',
    (random) => [
      random.pick(['C', 'F', 'G', 'H']) + random.digits(2),
      random.letters(1) + random.digits(2),
      random.digits(3),
    ],
    letterCodes,
  ),
  passport('ES', (random) => [random.letters(3), random.digits(3), random.digits(3)], letterCodes),
];

const licence = (
  country: Country,
  label: string,
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  own: readonly string[] = [],
): ValueGrammar => ({
  countries: [country],
  create,
  renderings,
  label,
  frames: weighFrames(
    [
      'A: can I take your {label} number / C: (yes,|) {v}',
      "A: what's your {label} number / C: it's {v}",
      'C: my {label} number is {v}',
      'A: I need the {label} number of the main driver / C: {v}',
    ],
    [
      "A: and the {label} number for the additional driver / C: my wife's is {v}",
      'A: have you got your {label} in front of you / C: yes / A: read me the number on it / C: {v}',
      'A: I have {label} number {v} here / C: yes',
      'C: I picked up the car yesterday and you wrote my {label} number wrong, it is {v}',
      ...own,
    ],
  ),
});

export const licences: readonly ValueGrammar[] = [
  licence(
    'GB',
    '(driving licence|licence)',
    (random) => [
      random.letters(5),
      random.digits(1) + random.pick(['01', '06', '10', '55', '61']) + random.digits(3),
      `${random.letters(2)}9${random.letters(2)}`,
    ],
    letterCodes,
    ['A: number five on the front of your driving licence / C: {v}'],
  ),
  licence(
    'US',
    "(driver's license|license)",
    (random) => [random.letters(1) + random.digits(3), random.digits(4)],
    letterCodes,
    [
      "C: it's a California license, number {v}",
      'A: what state issued your license / C: California / A: and the number / C: {v}',
    ],
  ),
  licence(
    'US',
    "(driver's license|DL)",
    (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]),
    americanDigits,
  ),
  licence(
    'IN',
    '(driving licence|DL)',
    (random) => [random.pick(['KA', 'MH', 'DL', 'TN']) + random.digits(2), `20${random.digits(2)}`, random.digits(7)],
    letterCodes,
  ),
  licence(
    'AU',
    '(driver licence|licence)',
    (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]),
    anyDigits,
  ),
  licence(
    'DE',
    '(driving licence|licence)',
    (random) => [
      random.letters(1) + random.digits(3),
      `${random.digits(3)}${random.letters(1)}`,
      random.letters(1) + random.digits(2),
    ],
    letterCodes,
  ),
];
