import type { ParticipantId, RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { findCardDigits, hasIssuerShape, MAX_CARD_DIGITS, MIN_CARD_DIGITS } from './card-numbers.js';
import { hideElements, joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import type { KnownValue } from './find-labelled-values.js';
import { findPhones } from './find-phones.js';
import { hideEchoes } from './hide-echoes.js';
import { hideGroupedSsns } from './grouped-ssns.js';

/** What is known about the conversation when a run is judged. */
export interface RunContext {
  readonly defaultCountry: CountryCode;
  /** Somebody spoke of a card a short time ago. */
  readonly isCardTalk: boolean;
  /** Somebody asked for a card verification code or named one a short time ago. */
  readonly isCvvTalk: boolean;
  /** The run ends where the text ends, so its digits may continue: in the next revision of a `partial`, or in the segment after a `final`. */
  readonly open: 'partial' | 'final' | null;
  /** Numbers that somebody gave a short time ago. The others may read them back. */
  readonly known: readonly KnownValue[];
  readonly speaker: ParticipantId;
}

/** A partial does not show this many digits in a row: a card, phone or social security number may have begun. */
const PARTIAL_OPEN_DIGITS = 7;
/** The same for a final. It is above the 8 leading digits that a truncated card number may show (PCI DSS 3.4.1). */
const FINAL_OPEN_DIGITS = 9;
/** This many digits in a row are hidden at once while the speakers talk of a card. */
const CARD_TALK_DIGITS = 4;
/** A longer stretch is not one number. Only the cards in it are hidden. */
const MAX_NUMBER_DIGITS = 40;
/** Lengths of the cards that a final may have begun. */
const COMMON_CARD_LENGTHS = [15, 16, 19];

/** Marks the elements of a run that must not be shown. Elements that are marked already stay marked. */
export function hideDigits(run: DigitRun, context: RunContext): void {
  hideCards(run);
  const stretches = tightStretches(run.elements);
  stretches.forEach((stretch, index) => {
    const isLast = index === stretches.length - 1;
    hideStretch(run, stretch, isLast ? context : { ...context, open: null });
  });
}

function hideStretch(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): void {
  if (run.label !== 'NEUTRAL') hideEchoes(stretch, context);
  if (stretch.every(({ hiddenAs }) => hiddenAs !== null)) return;
  const kind = kindOfStretch(run, stretch, context);
  if (kind !== null) return hideElements(stretch, kind);
  hideGroupedSsns(stretch, context.open === 'partial');
  hidePhones(run, stretch, context.defaultCountry);
  if (isUnfinished(run, stretch, context.open)) hideElements(stretch, 'CARD');
}

/** Whole cards outrank everything, even a guess that was made while they were incomplete. */
function hideCards(run: DigitRun): void {
  const stretches = tightStretches(run.elements);
  for (const stretch of stretches) {
    const marks = markCards(stretch, false);
    if (marks === null) continue;
    const isOneNumber = joinDigits(stretch).length <= MAX_NUMBER_DIGITS;
    stretch.forEach((element, index) => {
      if (isOneNumber || marks[index]) element.hiddenAs = 'CARD';
    });
  }
  if (stretches.length < 2) return;
  const plain = run.elements.filter(({ isEveryday }) => !isEveryday);
  const marks = markCards(plain, true);
  plain.forEach((element, index) => {
    if (marks?.[index]) element.hiddenAs = 'CARD';
  });
}

/** For each element whether it belongs to a card; null when none does. */
function markCards(elements: readonly DigitElement[], needsIssuer: boolean): boolean[] | null {
  const digits = joinDigits(elements);
  if (digits.length < MIN_CARD_DIGITS) return null;
  let end = 0;
  const groupEnds = elements.map((element) => (end += element.digits.length));
  const found = findCardDigits(digits, { groupEnds, needsIssuer });
  if (found === null) return null;
  return elements.map((element, index) =>
    found.subarray((groupEnds[index] ?? 0) - element.digits.length, groupEnds[index]).includes(1),
  );
}

/** The kind that the talk around a stretch gives to the whole stretch; null when it gives none. */
function kindOfStretch(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): RedactionKind | null {
  const count = joinDigits(stretch).length;
  if (count > MAX_NUMBER_DIGITS) return null;
  const plainCount = joinDigits(stretch.filter(({ isEveryday }) => !isEveryday)).length;
  if (run.label === 'SSN' && isSsnPart(count, context.open)) return 'SSN';
  if (isCvv(run, { count, plainCount }, context)) return 'CVV';
  if (context.isCardTalk && !isCalledOtherwise(run) && plainCount >= CARD_TALK_DIGITS) return 'CARD';
  return run.label === 'PHONE' && context.open === 'partial' && count >= 3 ? 'PHONE' : null;
}

const isCalledOtherwise = ({ label }: DigitRun): boolean => label !== null && label !== 'CARD' && label !== 'SSN';

const isSsnPart = (count: number, open: RunContext['open']): boolean =>
  count >= (open === 'partial' ? 3 : 4) && count <= 11;

/** Three or four digits that are named or asked for as a code; in a partial from the first digit on. */
function isCvv(
  run: DigitRun,
  { count, plainCount }: { readonly count: number; readonly plainCount: number },
  { isCvvTalk, open }: RunContext,
): boolean {
  if (count > 4) return false;
  if (run.isNamedCvv && count >= 3) return true;
  return isCvvTalk && !isCalledOtherwise(run) && plainCount === count && count >= (open === 'partial' ? 1 : 3);
}

/** Whether the digits at the end of the text may grow into a number that must not be shown. */
function isUnfinished(run: DigitRun, stretch: readonly DigitElement[], open: RunContext['open']): boolean {
  if (open === null || stretch.some(({ isEveryday, hiddenAs }) => isEveryday || hiddenAs !== null)) return false;
  const digits = joinDigits(stretch);
  const count = digits.length;
  if (open === 'partial') return count >= (run.label === 'NEUTRAL' ? FINAL_OPEN_DIGITS : PARTIAL_OPEN_DIGITS);
  if (run.label !== null || count < FINAL_OPEN_DIGITS || count > MAX_CARD_DIGITS) return false;
  return COMMON_CARD_LENGTHS.some((length) => length > count && hasIssuerShape(digits, 0, length));
}

function hidePhones(run: DigitRun, stretch: readonly DigitElement[], defaultCountry: CountryCode): void {
  const free = stretch.filter(({ hiddenAs }) => hiddenAs === null);
  if (free.length === 0 || free.some((element) => element.isEveryday && !element.hasPlus)) return;
  const marks = findPhones(free, {
    defaultCountry,
    hasPlus: free[0]?.hasPlus === true,
    isExpected: run.label === 'PHONE',
    isOther: run.label === 'NEUTRAL',
  });
  free.forEach((element, index) => {
    if (marks?.[index]) element.hiddenAs = 'PHONE';
  });
}
