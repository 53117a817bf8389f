import { isRatio, isSpokenDecimal, isTotal } from './amount-forms.js';
import { isUnitAt } from './everyday-numbers.js';
import { isDayOfEvent } from './event-dates.js';
import { enteredValueBefore } from './entered-values.js';
import { findDates } from './find-dates.js';
import type { Label } from './find-labels.js';
import { markHesitations } from './hesitations.js';
import { endOfValueBefore } from './value-before-label.js';
import { readYear } from './kinds/read-year.js';
import { harmlessByCue, isHour, MAX_AMOUNT_DIGITS } from './harmless-cues.js';
import { isKnownNumber, isNamedLastFour, isOneOfThese } from './known-numbers.js';
import { findNumberGroups, type NumberGroup } from './number-groups.js';
import { isOh, readNumber, startsNumber } from './read-number.js';
import { numberBeforePaper } from './papers-after-numbers.js';
import { textAt, type Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';
import { findSpokenDates, isWholeDate, type TokenSpan } from './spoken-dates.js';

/** A number that the words around it make harmless: an amount, an hour, a date, or the number of a place. */
export interface HarmlessNumber extends CharSpan {
  /** A date or an hour. It may be a date of birth or an expiry date. */
  readonly isDate: boolean;
  /** The date of an event, which is neither of them. */
  readonly isDateOfEvent?: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
/** Most words between a number and the way in which it was paid. */
const MAX_LINKS = 3;
const MAX_TOKENS_BEFORE_LABEL = 40;
const codeWords = words('capital dash hyphen space slash double triple hundred');
/** Words after a number that make it an hour. */
const wordsAfterHour = words(`am pm a.m. p.m. o'clock tomorrow today tonight yesterday would works suits`);

/** The numbers of a text that everybody may read, in order. A cue that belongs to a label does not count. */
export function findHarmlessNumbers(
  text: string,
  tokens: readonly Token[],
  labels: readonly Label[],
): HarmlessNumber[] {
  const isInLabel = new Uint8Array(tokens.length);
  for (const { from, to } of labels) isInLabel.fill(1, from, to);
  markHesitations(tokens, isInLabel);
  const dates = [...findDates(text), ...findSpokenDates(tokens).map((date) => spanOf(tokens, date))];
  const found: HarmlessNumber[] = dates.map((span) => {
    const isDateOfEvent = isDayOfEvent(tokens, span);
    return { ...span, isDate: !isDateOfEvent, isDateOfEvent };
  });
  const isNoDate = (span: CharSpan) => dates.every(({ start, end }) => start >= span.end || span.start >= end);
  const groups = findNumberGroups(tokens);
  const lastNumber = groups.at(-1)?.from ?? 0;
  const judgeGroup = (group: NumberGroup, before: NumberGroup | undefined): boolean | null => {
    if (isNamedLastFour(group, labels, lastNumber) || isOneOfThese(tokens, group, labels)) return false;
    return isOneOfTwoYears(tokens, group, before) ? true : harmlessBy(tokens, group, isInLabel);
  };
  for (const [index, group] of groups.entries()) {
    const span = spanOf(tokens, group);
    const isDate = isNoDate(span) ? judgeGroup(group, groups[index - 1]) : null;
    if (isDate !== null) found.push({ ...span, isDate });
  }
  for (const label of labels) {
    const named = label.kind === 'NEUTRAL' ? (numberBefore(tokens, label) ?? numberInName(tokens, label)) : null;
    if (named !== null) found.push({ ...spanOf(tokens, named), isDate: false });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether the words around make the group harmless: as a date or an hour (true), or as something else (false). */
function harmlessBy(tokens: readonly Token[], group: NumberGroup, isInLabel: Uint8Array): boolean | null {
  if (isAmount(tokens, group) || isKnownNumber(tokens, group)) return false;
  if (isAfterThousand(tokens, group) || isSpokenDecimal(tokens, group)) return true;
  if (isYear(tokens, group) || isWholeDate(tokens, group) || isHourBefore(tokens, group)) return true;
  return harmlessByCue(tokens, group, isInLabel);
}

const isHourBefore = (tokens: readonly Token[], group: NumberGroup): boolean =>
  isHour(group) && (wordsAfterHour.has(textAt(tokens, group.to)) || isWrittenHour(tokens, group));

/** "Call me back at 9:00." */
const isWrittenHour = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  textAt(tokens, from - 1) === 'at' && to - from === 2 && tokens[from + 1]?.gap === 'hard';

function isAmount(tokens: readonly Token[], group: NumberGroup): boolean {
  if (tokens[group.from]?.currency === true || isSpokenAmount(tokens, group)) return true;
  if (group.digits.length > MAX_AMOUNT_DIGITS) return false;
  const areCents = group.digits.length <= 2 && currencies.has(textAt(tokens, group.from - 1));
  return (
    areCents ||
    isRatio(tokens, group) ||
    isTotal(tokens, group) ||
    isUnit(tokens, group.to) ||
    isPaidAmount(tokens, group.to)
  );
}

/** The "seventy two twenty one" of "one thousand seventy two twenty one". It may be a year, so dates do not end at it. */
function isAfterThousand(tokens: readonly Token[], { from, digits }: NumberGroup): boolean {
  const thousand = tokens[from - 1]?.text === 'and' ? from - 2 : from - 1;
  return tokens[thousand]?.text === 'thousand' && digits.length <= MAX_AMOUNT_DIGITS;
}

/** Words between the units and the cents: "eighty two pounds fifty". */
const currencies = words('dollar dollars pound pounds euro euros rupee rupees');
const wordsBeforeYears = words('in since until till during for from');

/** "in 1986", "since twenty nineteen". It may be a part of a date of birth or of an expiry date. */
const isYear = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  (wordsBeforeYears.has(textAt(tokens, from - 1)) || isYearOfThing(tokens, from, to)) &&
  readYear(tokens, from)?.to === to;

/** Both years of "for 1971 and 2012", "2018 to 2021". */
const isOneOfTwoYears = (tokens: readonly Token[], group: NumberGroup, before: NumberGroup | undefined): boolean =>
  isWholeYear(tokens, group) &&
  (isYearAt(tokens, afterLink(tokens, group.to)) ||
    (before !== undefined && isWholeYear(tokens, before) && afterLink(tokens, before.to) === group.from));

const isWholeYear = (tokens: readonly Token[], { from, to }: NumberGroup): boolean => readYear(tokens, from)?.to === to;

function isYearAt(tokens: readonly Token[], from: number | null): boolean {
  const to = from === null ? undefined : readYear(tokens, from)?.to;
  return to !== undefined && !startsNumber(tokens, to);
}

/** The index after the word that links two years; null when there is none. */
const afterLink = (tokens: readonly Token[], index: number): number | null =>
  yearLinks.has(textAt(tokens, index)) ? index + 1 : null;

const yearLinks = words('and or to through until');

/** "a 2003 Toyota". */
const isYearOfThing = (tokens: readonly Token[], from: number, to: number): boolean =>
  textAt(tokens, from - 1) === 'a' && tokens[to]?.kind === 'word' && tokens[to].gap === 'space';

const auxiliaries = words('has have had been was were will is be just now got gets');
const waysToPay = words('taken charged debited paid refunded deducted credited transferred billed');

/** "eleven eighty eight has been taken from your card". */
function isPaidAmount(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (at - from < MAX_LINKS && auxiliaries.has(tokens[at]?.text ?? '')) at++;
  return at > from && waysToPay.has(tokens[at]?.text ?? '');
}

/** "seven hundred and twenty one forty seven". */
function isSpokenAmount(
  tokens: readonly Token[],
  { from, to, numbers: [units = '', cents = '', ...more] }: NumberGroup,
): boolean {
  const isLong = units.length !== 3 || cents.length !== 2 || more.length > 0;
  return !isLong && tokens.slice(from, to).some(({ text }) => text === 'hundred');
}

/** "k", "th" and "thousand" may go on: "two thousand and five", "4 k 9". */
const isUnit = (tokens: readonly Token[], index: number): boolean =>
  isUnitAt(tokens, index) && (tokens[index]?.text.length ?? 0) > 2 && tokens[index]?.text !== 'thousand';

/** The number in "1234 5678 is my order number". */
function numberBefore(tokens: readonly Token[], label: Label): TokenSpan | null {
  const entered = enteredValueBefore(tokens, label);
  const to = entered === null ? endOfValueBefore(tokens, label) : null;
  if (to === null) return entered ?? numberBeforePaper(tokens, label);
  let from = to;
  while (from > 0 && to - from < MAX_TOKENS_BEFORE_LABEL && mayBePart(tokens, from - 1)) from--;
  return from === to ? null : { from, to };
}

/** The number in "the 791 area code". */
function numberInName(tokens: readonly Token[], { from: to }: Label): TokenSpan | null {
  let from = to;
  while (from > 0 && to - from < MAX_TOKENS_BEFORE_LABEL && isDigits(tokens, from - 1)) from--;
  return from < to && determiners.has(textAt(tokens, from - 1)) ? { from, to } : null;
}

const determiners = words('the this that a my your our');

const isDigits = (tokens: readonly Token[], index: number): boolean =>
  readNumber(tokens, index) !== null || isOh(tokens[index]);

/** Whether a token may belong to a code: a number, a letter, or letters beside digits. */
const mayBePart = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text.length === 1 ||
  isCodeWord(tokens[index]) ||
  readNumber(tokens, index) !== null ||
  isOh(tokens[index]);

const isCodeWord = (token: Token | undefined): boolean => token !== undefined && codeWords.has(token.text);

const spanOf = (tokens: readonly Token[], { from, to }: TokenSpan): CharSpan => ({
  start: tokens[from]?.start ?? 0,
  end: tokens[to - 1]?.end ?? 0,
});
