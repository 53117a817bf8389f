import { createDateBetween } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { usDates } from '../say-days.js';
import type { ValueGrammar } from '../value-grammar.js';
import { birthDatesSaid } from './say-more-dates.js';

const often = [
  "A: what's your date of birth please / C: (it's|oh, that's|) {v}",
  'A: may I take your date of birth / C: (yes, of course|certainly), {v}',
  'C: my date of birth is {v}',
  'A: and when were you born / C: (a long time ago,|) {v}',
  "A: could you confirm the patient's date of birth / C: {v}",
];
const sometimes = [
  'A: full name and date of birth / C: Margaret Ellis, {v}',
  "C: it's about my husband's tablets / A: what's his date of birth / C: {v}",
  'A: for the bus pass I need to know when you were born / C: {v}',
  'C: I was born on {v}, so when can I draw my pension',
  'A: the date of birth I have here is {v} / C: (quite right|correct)',
  'C: the appointment is for my daughter, date of birth {v}',
  'A: which surgery are you with / C: Church Lane / A: and your DOB / C: {v}',
  'A: your postcode / C: {zip} / A: and your date of birth / C: {v}',
  'C: do you need anything to find me / A: the date of birth would do / C: {v}',
];
const rarely = [
  "C: I'll be eighty soon, I was born {v}, and nobody from the council has ever asked me a thing",
  'A: the tenant, when was he born / C: it says on the lease, {v}',
  'A: who is travelling / C: the two of us, I was born on {v2} and my wife on {v}',
  "C: it says here under date of birth {v2}, that's my sister's, mine is {v}",
  'A: date of birth / C: mine / A: yes, yours / C: {v}',
  'C: born and bred in this town, {v}, at the old cottage hospital',
  "A: your birthday is coming up I see, is it {v} / C: that's right, how kind",
];

const birthDate = heardGrammar({ often, sometimes, rarely });

/** Most callers are not young. */
export const birthDates: readonly ValueGrammar[] = [
  birthDate(['US'], createDateBetween(1929, 1968), usDates),
  birthDate(['GB', 'IN', 'AU', 'DE', 'ES'], createDateBetween(1929, 1968), birthDatesSaid),
  birthDate(['GB', 'IN', 'AU', 'DE', 'ES'], createDateBetween(1969, 1999), birthDatesSaid),
];
