import {
  renderDate,
  monthOf,
  sayOrdinal,
  sayYear,
  shortYear,
  two,
  writeOrdinal,
  type DateRendering,
} from '../say-dates.js';
import {
  sayBelowHundred,
  sayNato,
  sayNumber,
  sayPairs,
  sayRepeats,
  saySingly,
  spell,
  type Rendering,
} from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';

export const everywhere = ['US', 'CA', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;

/** A grammar of people who talk about a value in the same way everywhere. */
export const commonGrammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: everywhere, create, renderings, frames });

const eachGroup =
  (say: (group: string) => string): Rendering =>
  (groups) =>
    groups.map(say);

/** Cuts the value anew, as somebody does who reads it from a paper without groups. */
const cutAnew =
  (length: number, say: (group: string) => string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map(say);

const asWritten: Rendering = (groups) => [...groups];
const inOne: Rendering = (groups) => [groups.join('')];
const withDashes: Rendering = (groups) => [groups.join('-')];
/** "four, one, one": slow speakers. */
const slowly: Rendering = (groups) => [saySingly(groups.join('')).replaceAll(' ', ', ')];
const digitByDigit: Rendering = eachGroup((group) => [...group].join(' '));
/** The engine begins to write figures in the middle. */
const wordsThenFigures: Rendering = (groups) =>
  groups.map((group, at) => (at < Math.ceil(groups.length / 2) ? saySingly(group, 'oh') : group));

/** Digits as people say them whose first language is English. */
export const nativeDigits: readonly Rendering[] = [
  asWritten,
  inOne,
  withDashes,
  digitByDigit,
  wordsThenFigures,
  eachGroup((group) => saySingly(group, 'oh')),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  eachGroup((group) => sayRepeats(group, 'oh', 3)),
  cutAnew(2, sayPairs),
  cutAnew(3, (group) => saySingly(group, 'oh')),
];

/** Digits as people say them who learned English later. */
export const learnedDigits: readonly Rendering[] = [
  asWritten,
  inOne,
  digitByDigit,
  slowly,
  eachGroup((group) => saySingly(group)),
  cutAnew(2, (group) => saySingly(group)),
  cutAnew(4, (group) => saySingly(group)),
];

export const allDigits: readonly Rendering[] = [...nativeDigits, ...learnedDigits];

/** Three to six digits. */
export const fewDigits: readonly Rendering[] = [
  asWritten,
  inOne,
  digitByDigit,
  slowly,
  eachGroup((group) => saySingly(group)),
  eachGroup((group) => saySingly(group, 'oh')),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  eachGroup(sayPairs),
];

const CITIES =
  'Amsterdam Berlin Cairo Delhi Exeter Florence Geneva Hamburg Istanbul Jersey Kiev London Madrid Naples Oslo Paris Quebec Rome Seville Turin Ulster Venice Warsaw Xanten York Zurich'.split(
    ' ',
  );
const sayCity = (letter: string): string => `${letter} for ${CITIES[letter.charCodeAt(0) - 65] ?? letter}`;
const asIs = (text: string): string => text;
const lower = (letter: string): string => letter.toLowerCase();

/** Codes of letters and digits. */
export const codes: readonly Rendering[] = [
  asWritten,
  inOne,
  withDashes,
  eachGroup((group) => spell(group, asIs, (digits) => saySingly(digits))),
  eachGroup((group) => spell(group, lower, (digits) => saySingly(digits, 'oh'))),
  eachGroup((group) => spell(group, asIs, asIs)),
  eachGroup((group) => spell(group, sayNato, asIs)),
  eachGroup((group) => spell(group, sayNato, (digits) => sayRepeats(digits, 'zero', 2))),
  eachGroup((group) => spell(group, sayCity, (digits) => saySingly(digits))),
  (groups) => [[...groups.join('')].join(', ')],
];

/** A count with its unit, if it has one. */
export const counts = (...units: readonly string[]): readonly Rendering[] =>
  (units.length === 0 ? [''] : units).flatMap((unit) => {
    const say =
      (read: (count: number) => string): Rendering =>
      ([count]) => [`${read(Number(count))} ${unit}`.trim()];
    return [
      say(String),
      say((count) => count.toLocaleString('en')),
      say(sayNumber),
      say((count) => (count < 100 ? sayBelowHundred(count, '-') : sayNumber(count).replaceAll(' and ', ' '))),
    ];
  });

const dates = (...renderings: readonly DateRendering[]): readonly Rendering[] => renderings.map(renderDate);
const sayShortYear: DateRendering = (date) => sayBelowHundred(date.year % 100);
const dateParts =
  (...parts: readonly DateRendering[]): Rendering =>
  ([year, month, day]) =>
    parts.map((read) => read({ year: Number(year), month: Number(month), day: Number(day) }));

/** Dates as Americans and Canadians say them. */
export const monthFirstDates: readonly Rendering[] = [
  ...dates(
    (date) => `${monthOf(date)} ${date.day} ${date.year}`,
    (date) => `${monthOf(date)} ${writeOrdinal(date.day)}, ${date.year}`,
    (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
    (date) => `${two(date.month)}-${two(date.day)}-${date.year}`,
    (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.day)} ${sayYear(date.year)}`,
  ),
  dateParts(
    monthOf,
    ({ day }) => sayOrdinal(day),
    ({ year }) => sayYear(year),
  ),
];

/** Dates as other people say them. */
export const dayFirstDates: readonly Rendering[] = [
  ...dates(
    (date) => `${date.day} ${monthOf(date)} ${date.year}`,
    (date) => `${writeOrdinal(date.day)} of ${monthOf(date)}, ${date.year}`,
    (date) => `${two(date.day)}.${two(date.month)}.${date.year}`,
    (date) => `${date.day}/${date.month}/${date.year}`,
    (date) => `${sayBelowHundred(date.day)} ${sayBelowHundred(date.month)} ${sayYear(date.year)}`,
  ),
  dateParts(
    ({ day }) => `the ${sayOrdinal(day)}`,
    (date) => `of ${monthOf(date)}`,
    ({ year }) => sayYear(year),
  ),
];

/** Until when a card is good. */
export const cardDates: readonly Rendering[] = [
  ...dates(
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${two(date.month)}/${date.year}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${date.month} ${shortYear(date)}`,
    (date) => `${sayBelowHundred(date.month)} slash ${sayShortYear(date)}`,
  ),
  dateParts(({ month }) => saySingly(two(month)), sayShortYear),
  dateParts(({ month }) => saySingly(two(month), 'oh'), sayShortYear),
  dateParts(monthOf, ({ year }) => sayYear(year)),
];
