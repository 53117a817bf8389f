import type { CountryCode } from 'libphonenumber-js';
import { hasIssuerShape, passesLuhn } from './card-numbers.js';
import { joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import { findPhones } from './find-phones.js';
import type { LabelKind } from './find-labels.js';

const SSN_DIGITS = 9;
const LAST_FOUR_DIGITS = 4;

/** What is known about a run besides its digits. */
export interface CompletenessHints {
  readonly country: CountryCode;
  /** Somebody asked for the last four digits. */
  readonly isLastFourTalk: boolean;
}

/**
 * The kind of the number with which a run ends, when the number is whole: digits that follow later are another one. A card
 * of another length than 15 or 16 digits counts as incomplete, because a longer one may begin with its digits.
 */
export function completeKindOf(run: DigitRun, hints: CompletenessHints): LabelKind | null {
  const stretch = tightStretches(run.elements).at(-1) ?? [];
  const kind = stretch.at(-1)?.hiddenAs ?? null;
  const digits = stretch.filter(({ hiddenAs }) => hiddenAs === kind);
  if (kind === 'CARD') return isWholeCard(joinDigits(digits)) ? kind : null;
  if (kind === 'SSN') return isWholeSsn(digits, hints) ? kind : null;
  if (kind === 'PHONE') return isWholePhone(digits, hints) ? kind : null;
  return null;
}

const isWholeCard = (digits: string): boolean =>
  [15, 16].some(
    (length) =>
      digits.length >= length &&
      hasIssuerShape(digits, digits.length - length, digits.length) &&
      (length === 16 || /^3[47]/.test(digits.slice(-length))) &&
      passesLuhn(digits, digits.length - length),
  );

function isWholeSsn(elements: readonly DigitElement[], { isLastFourTalk }: CompletenessHints): boolean {
  const count = joinDigits(elements).length;
  return count >= SSN_DIGITS || (isLastFourTalk && count === LAST_FOUR_DIGITS);
}

const isWholePhone = (elements: readonly DigitElement[], { country: defaultCountry }: CompletenessHints): boolean =>
  findPhones(elements, {
    defaultCountry,
    hasPlus: elements[0]?.hasPlus === true,
    isExpected: false,
    isOther: false,
  }) !== null;
