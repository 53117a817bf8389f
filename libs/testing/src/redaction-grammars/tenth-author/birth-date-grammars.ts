import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDates, dayFirstDates } from './write-dates.js';

const frames = repeatFrames({
  often: [
    'A: and your date of birth / C: (it is|) {v}',
    'A: can you confirm your date of birth for me / C: (yes|sure|yep), {v}',
    'A: name and date of birth / C: Peter Green, {v}',
    'C: my date of birth is {v}',
    "A: what's your date of birth / C: {v}",
  ],
  sometimes: [
    "A: who's the appointment for / C: my son, Oliver / A: and his date of birth / C: {v}",
    "A: when's your birthday / C: {v}",
    'A: DOB please / C: {v}',
    'C: I was born on {v}',
    'A: when was the second (driver|passenger) born / C: {v}',
    'A: I have {v} as your date of birth / C: (yes|correct)',
    'A: your surname / C: Brown, like the colour / A: and date of birth / C: {v}',
    "C: it's for my daughter, her date of birth's {v}",
    'A: for security, your full name and when you were born / C: Anna Walsh, {v}',
  ],
  rarely: [
    "C: can I still get the young person's ticket, I was born {v}",
    "C: you've got my birthday wrong, it's not {v2}, it's {v}",
    'A: I am sorry for your loss, what was her date of birth / C: my mother was born {v}',
    'A: I need one more thing to find you / C: my birthday, {v}',
    'C: the day I joined or the day I was born / A: the day you were born / C: {v}',
    'C: we are twins, both born on {v}',
  ],
});

const createBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1934, 2012), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: ['US'], create: createBirthDate, renderings: americanDates, frames },
  { countries: ['GB', 'IN', 'AU', 'DE', 'ES'], create: createBirthDate, renderings: dayFirstDates, frames },
];
