import type { ValueGrammar } from '../value-grammar.js';
import { americanDates, digitByDigitDates, worldDates } from './say-calendar.js';

const createBetween =
  (from: number, to: number): ValueGrammar['create'] =>
  (random) =>
    [random.integer(from, to), random.integer(1, 12), random.integer(1, 28)].map(String);

const adultFrames = [
  'A: and your date of birth please / C: (yes|) {v}',
  'A: D O B / C: {v}',
  "A: what's your birthday / C: {v}",
  'C: I was born (on|) {v}',
  'A: and you were born on / C: {v}',
  'A: your date of birds please / C: {v}',
  'A: I need your name and data birth / C: Helen Ogilvy, {v}',
  'A: for data protection, full name and date of birth / C: Ines Robledo, {v}',
  'A: name / C: Pat Connolly / A: born / C: {v}',
  'C: {v} / A: sorry, is that your date of birth / C: yes it is',
  'A: so born {v}, is that right / C: right',
  "A: I have {v2} as your date of birth / C: that's my brother's, mine is {v}",
  "C: the policy is in my mother's name, her date of birth is {v}",
  'C: on the ticket my birth date is wrong, should be {v}',
  "A: to check you're over eighteen, what's your date of birth / C: {v}",
  'A: when were you born, sir / C: {v}',
  'A: postcode / C: {zip} / A: and date of birth / C: shall I say it the American way / A: any way you like / C: {v}',
  'C: my birthday is {v}, so I get my pension soon',
  'A: birthday and place of birth / C: {v} in Valencia',
  "C: I'm a pensioner / A: what's your date of birth / C: you'll laugh / A: go on / C: {v}",
  'A: how old is the policyholder / C: she was born on {v}',
  'A: date of birth for the second traveller / C: my husband, {v}',
  'A: birth date / C: with the year / A: yes please / C: {v}',
  'A: and the date of birth again, I missed the year / C: {v}',
  'A: what date of birth did you register with / C: (I guess|probably) the real one, {v}',
  'A: Mister Patel, kindly confirm your DOB / C: {v}',
  'C: hello, this is Alan Marsh, born {v}, I have a question about my prescription',
  "A: passport number / C: I don't have it here, shall I give you my date of birth / A: please / C: {v}",
  'A: is that July or June / C: July, my birthday is {v}',
  'A: address / C: 12 Mill Road / A: date of birth / C: {v} / A: how long have you lived there / C: since 2011',
];

const childFrames = [
  'A: when was the little one born / C: {v}',
  "A: birth date / C: mine or the child's / A: the child's / C: {v}",
  "A: what's your son's date of birth / C: {v}",
  'C: I want to enrol my daughter, she was born (on|) {v}',
  "C: it's for my twins / A: date of birth / C: both {v}, obviously",
  'A: is he under ten / C: his birthday is {v}',
];

const grammar = (
  countries: ValueGrammar['countries'],
  [from, to]: readonly [number, number],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries, create: createBetween(from, to), renderings, frames });

const elsewhere = ['GB', 'IN', 'AU', 'DE', 'ES', 'IE'] as const;

export const birthDates: readonly ValueGrammar[] = [
  grammar(['US'], [1938, 2006], [...americanDates, ...digitByDigitDates], adultFrames),
  grammar(elsewhere, [1938, 2006], worldDates, adultFrames),
  grammar(elsewhere, [1938, 2006], worldDates, adultFrames),
  grammar(['US'], [2009, 2024], americanDates, childFrames),
  grammar(elsewhere, [2009, 2024], worldDates, childFrames),
];
