import { repeatFrames } from '../repeat-frames.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { anyDigits, codes } from './write-digits.js';

type Country = ValueGrammar['countries'][number];

const passportFrames = repeatFrames({
  often: [
    "A: what's the passport number / C: (it's|) {v}",
    'A: could I have your passport number / C: (yes|sure), {v}',
    'C: my passport number is {v}',
    'A: and the number on your passport / C: {v}',
  ],
  sometimes: [
    'A: I need your passport details for the check-in / C: the passport number is {v}',
    "A: it's in the top right corner of the photo page of your passport / C: (got it|okay), {v}",
    'A: is your passport still valid / C: yes / A: and the number / C: {v}',
    "C: I'd like to report a lost passport, number {v}",
    'A: what ID do you have / C: my passport, number {v}',
    "A: I've got passport number {v} on the booking / C: yes, that's mine",
    "A: and your son's passport number / C: {v}",
    'A: for the visa, which passport are you using / C: the new one, passport number {v}',
  ],
  rarely: [
    'C: I booked with my old passport, that was {v2}, the new one is {v}',
    'C: the airline wants the passport number on my ticket changed to {v}',
    "C: hang on, my passport's upstairs / A: take your time / C: okay, back, the number's {v}",
    "A: that isn't a passport number / C: oh, I read the wrong line, it's {v}",
    "C: I look like a criminal in it, but it's valid, so passport number {v}",
    'C: the embassy told me to quote my passport number, so here it is, {v}',
  ],
});

const passport = (countries: readonly Country[], create: ValueGrammar['create'], hasLetters = true): ValueGrammar => ({
  countries,
  create,
  renderings: hasLetters ? codes : anyDigits,
  frames: passportFrames,
});

export const passports: readonly ValueGrammar[] = [
  passport(['US', 'GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), false),
  passport(['US', 'GB'], (random) => cutIntoGroups(random.number(9), [2, 3, 4]), false),
  passport(['US'], (random) => [random.pick(['A', 'Y']) + random.digits(2), random.digits(3), random.digits(3)]),
  passport(['IN'], (random) => [random.letters(1), random.digits(3), random.digits(4)]),
  passport(['AU'], (random) => [random.pick(['N', 'E', 'PA', 'RA']), random.digits(3), random.digits(4)]),
  passport(['DE'], (random) => [`C${random.digits(1)}${random.letters(1)}`, random.digits(3), random.digits(3)]),
  passport(['ES'], (random) => [random.letters(3), random.digits(3), random.digits(3)]),
];

interface Licence {
  readonly country: Country;
  readonly label: string;
  readonly create: ValueGrammar['create'];
  readonly renderings: ValueGrammar['renderings'];
}

const licence = ({ country, label, create, renderings }: Licence): ValueGrammar => ({
  countries: [country],
  create,
  renderings,
  label,
  frames: repeatFrames({
    often: [
      "A: what's your {label} number / C: (it's|) {v}",
      'A: could I have the {label} number / C: (yes|sure), {v}',
      'C: my {label} number is {v}',
      'A: read me the number on your {label} / C: {v}',
    ],
    sometimes: [
      'A: who will be driving / C: just me / A: your {label} number please / C: {v}',
      'A: I need a {label} number for the (test drive|hire car) / C: {v}',
      "C: I've passed my test, so now I have a {label}, the number's {v}",
      'A: which ID do you have there / C: my {label} / A: and the number on it / C: {v}',
      "A: we've got {label} number {v} for you, is that still the same / C: it is",
      'C: please add my wife as a driver, her {label} number is {v}',
      'A: {label} number for the van rental / C: {v}',
    ],
    rarely: [
      'C: I lost my wallet with my {label}, I have a photo of it, the number is {v}',
      'C: you copied my {label} number wrong, it says {v2} and should say {v}',
      'C: there are a lot of numbers on my {label} / A: the {label} number is under your name / C: {v}',
      'C: the police officer wrote down my {label} number as {v}, is that right',
    ],
  }),
});

export const licences: readonly ValueGrammar[] = [
  licence({
    country: 'GB',
    label: 'driving licence',
    create: (random) => [
      random.letters(5),
      random.digits(1) + random.pick(['01', '03', '06', '09', '54', '60']) + random.digits(3),
      `${random.letters(2)}9${random.letters(2)}`,
    ],
    renderings: codes,
  }),
  licence({
    country: 'US',
    label: "(driver's license|driver license)",
    create: (random) => [random.letters(1), random.digits(3), random.digits(4)],
    renderings: codes,
  }),
  licence({
    country: 'US',
    label: "driver's license",
    create: (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]),
    renderings: anyDigits,
  }),
  licence({
    country: 'IN',
    label: '(driving licence|DL)',
    create: (random) => [
      random.pick(['DL', 'KL', 'UP', 'WB']) + random.digits(2),
      `20${random.digits(2)}`,
      random.digits(7),
    ],
    renderings: codes,
  }),
  licence({
    country: 'AU',
    label: "driver's licence",
    create: (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]),
    renderings: anyDigits,
  }),
  licence({
    country: 'DE',
    label: 'driving licence',
    create: (random) => [
      random.letters(1) + random.digits(3),
      `${random.letters(2)}${random.digits(2)}`,
      random.digits(3),
    ],
    renderings: codes,
  }),
];
