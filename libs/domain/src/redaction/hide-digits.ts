import type { CountryCode } from 'libphonenumber-js';
import { digitsOf, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import { findPhones } from './find-phones.js';
import { findCardDigits, hasIssuerShape, MAX_CARD_DIGITS, MIN_CARD_DIGITS } from './luhn.js';
import type { RedactionKind } from './render-redacted.js';

/** What is known when a run is judged. */
export interface RunContext {
  readonly defaultCountry: CountryCode;
  /** A card was spoken of a short time ago. */
  readonly isCardTalk: boolean;
  /** A card verification code was asked for or named a short time ago. */
  readonly isCvvTalk: boolean;
  /** The end of the run is the end of what was said so far: `partial` digits may still go on, `final` ones in the next segment. */
  readonly open: 'partial' | 'final' | null;
}

/** Digits in a row after which a partial may not show them: a card, phone or social security number may be under way. */
const PARTIAL_OPEN_DIGITS = 7;
/** The same for a final: beyond the 8 leading digits that a truncated card number may show (PCI DSS 3.4.1). */
const FINAL_OPEN_DIGITS = 9;
/** Digits in a row that are hidden at once while a card is spoken of. */
const CARD_TALK_DIGITS = 4;
/** A longer stretch is not one number; only the cards in it are hidden. */
const MAX_NUMBER_DIGITS = 40;

/** Marks the elements of a run that must not be shown; what is marked already stays so. */
export function hideDigits(run: DigitRun, context: RunContext): void {
  hideCards(run);
  const stretches = tightStretches(run.elements);
  stretches.forEach((stretch, index) => {
    if (stretch.every(({ hiddenAs }) => hiddenAs !== null)) return;
    const isLast = index === stretches.length - 1;
    const kind = kindOfStretch(run, stretch, { ...context, open: isLast ? context.open : null });
    if (kind !== null) return hide(stretch, kind);
    hideWithin(run, stretch, isLast ? context : { ...context, open: null });
    if (isLast && isUnfinished(run, stretch, context)) hide(stretch, 'CARD');
  });
}

const hide = (elements: readonly DigitElement[], kind: RedactionKind): void => {
  for (const element of elements) element.hiddenAs ??= kind;
};

/** Whole cards outrank everything, also a guess made while they were incomplete. */
function hideCards(run: DigitRun): void {
  const stretches = tightStretches(run.elements);
  for (const stretch of stretches) {
    const marks = cardElements(stretch, false);
    if (marks === null) continue;
    const isOneNumber = digitsOf(stretch).length <= MAX_NUMBER_DIGITS;
    stretch.forEach((element, index) => {
      if (isOneNumber || marks[index]) element.hiddenAs = 'CARD';
    });
  }
  if (stretches.length < 2) return;
  const plain = run.elements.filter(({ isEveryday }) => !isEveryday);
  const marks = cardElements(plain, true);
  plain.forEach((element, index) => {
    if (marks?.[index]) element.hiddenAs = 'CARD';
  });
}

function cardElements(elements: readonly DigitElement[], needsIssuer: boolean): boolean[] | null {
  const digits = digitsOf(elements);
  if (digits.length < MIN_CARD_DIGITS) return null;
  let end = 0;
  const groupEnds = elements.map((element) => (end += element.digits.length));
  const found = findCardDigits(digits, { groupEnds, needsIssuer });
  if (found === null) return null;
  return elements.map((element, index) =>
    found.subarray((groupEnds[index] ?? 0) - element.digits.length, groupEnds[index]).includes(1),
  );
}

function kindOfStretch(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): RedactionKind | null {
  const digits = digitsOf(stretch);
  const count = digits.length;
  if (count > MAX_NUMBER_DIGITS) return null;
  const isSaidOtherwise = run.label === 'NEUTRAL' || run.label === 'PHONE';
  const plain = digitsOf(stretch.filter(({ isEveryday }) => !isEveryday)).length;
  if (run.label === 'SSN' && isSsnPart(digits, context.open)) return 'SSN';
  if (run.isNamedCvv && count >= 3 && count <= 4) return 'CVV';
  if (context.isCvvTalk && !isSaidOtherwise && plain === count && isCvvPart(count, context.open)) return 'CVV';
  if (context.isCardTalk && !isSaidOtherwise && plain >= CARD_TALK_DIGITS) return 'CARD';
  if (run.label === 'PHONE' && context.open === 'partial' && count >= 3) return 'PHONE';
  return null;
}

const isSsnPart = (digits: string, open: RunContext['open']): boolean =>
  digits.length >= (open === 'partial' ? 3 : 4) && digits.length <= 11;

/** Three or four digits; of one that is being said, the first already. */
const isCvvPart = (count: number, open: RunContext['open']): boolean =>
  count <= 4 && count >= (open === 'partial' ? 1 : 3);

/** Digits at the end of what was said so far that may grow into a number that must not be shown. */
function isUnfinished(run: DigitRun, stretch: readonly DigitElement[], { open }: RunContext): boolean {
  if (stretch.some(({ isEveryday, hiddenAs }) => isEveryday || hiddenAs !== null)) return false;
  const digits = digitsOf(stretch);
  const count = digits.length;
  if (open === 'partial') return run.label !== 'NEUTRAL' ? count >= PARTIAL_OPEN_DIGITS : count >= FINAL_OPEN_DIGITS;
  if (open === null || run.label !== null || count < FINAL_OPEN_DIGITS || count > MAX_CARD_DIGITS) return false;
  return [15, 16, 19].some((length) => length > count && hasIssuerShape(digits, 0, length));
}

/** Parts of a stretch: social security numbers by their groups, then phone numbers. */
function hideWithin(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): void {
  hideGroupedSsns(stretch, context.open === 'partial');
  const free = stretch.filter(({ hiddenAs }) => hiddenAs === null);
  if (free.length === 0 || free.some((element) => element.isEveryday && !element.hasPlus)) return;
  const found = findPhones(free, {
    defaultCountry: context.defaultCountry,
    hasPlus: free[0]?.hasPlus === true,
    isExpected: run.label === 'PHONE',
    isOther: run.label === 'NEUTRAL',
  });
  free.forEach((element, index) => {
    if (found?.[index]) element.hiddenAs = 'PHONE';
  });
}

/** "123-45-6789", "one two three dash four five dash six seven eight nine"; of a partial also its beginning. */
function hideGroupedSsns(stretch: readonly DigitElement[], isPartial: boolean): void {
  const groups: DigitElement[][] = [];
  for (const element of stretch) {
    const last = groups.at(-1);
    if (element.isApart || last === undefined) groups.push([element]);
    else last.push(element);
  }
  for (let index = 0; index + 1 < groups.length; index++) {
    const [area = [], group = [], serial = []] = groups.slice(index, index + 3);
    const parts = [area, group, serial].map(digitsOf);
    const isBegun = isPartial && index + 3 >= groups.length && (parts[2]?.length ?? 0) < 4;
    const isSsn = parts[0]?.length === 3 && parts[1]?.length === 2 && (isBegun || parts[2]?.length === 4);
    if (isSsn && isIssuedSsn(parts.join(''))) hide([...area, ...group, ...serial], 'SSN');
  }
}

/** Numbers that were never issued are something else: area 000, 666 or 900 up, group 00, serial 0000 (SSA POMS RM 10201.035). */
function isIssuedSsn(digits: string): boolean {
  const area = digits.slice(0, 3);
  return (
    area !== '000' && area !== '666' && area < '900' && digits.slice(3, 5) !== '00' && digits.slice(5, 9) !== '0000'
  );
}
