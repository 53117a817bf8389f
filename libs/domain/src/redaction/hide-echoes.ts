import type { ParticipantId } from '@earshot/contracts';
import { hideElements, isPlain, joinDigits, type DigitElement } from './digit-run.js';
import type { KnownValue } from './labelled-value.js';
import { isReadBack } from './is-read-back.js';

/** Shortest part of a number that counts as read back. */
const MIN_ECHO_DIGITS = 3;
/** A number this long may be read back in parts. */
const MIN_DIGITS_WITH_PARTS = 7;

/** Hides numbers that were given a short time ago: said again by anybody, or read back in parts by another participant. */
export function hideEchoes(
  stretch: readonly DigitElement[],
  { known, speaker }: { readonly known: readonly KnownValue[]; readonly speaker: ParticipantId },
): void {
  const digits = joinDigits(stretch);
  if (digits.length < MIN_ECHO_DIGITS) return;
  for (const { kind, value, by } of known) {
    const isPart = by !== speaker && value.length >= MIN_DIGITS_WITH_PARTS && value.includes(digits);
    const isWhole = by !== speaker && isReadBack(digits, value);
    if ((isPart || isWhole) && stretch.every(isPlain)) hideElements(stretch, kind);
    else hideElements(elementsOf(stretch, value), kind);
  }
}

/** Hides a whole number that another participant reads back, also where the digits may answer a harmless question. */
export function hideWholeEchoes(
  stretch: readonly DigitElement[],
  { known, speaker }: { readonly known: readonly KnownValue[]; readonly speaker: ParticipantId },
): void {
  const digits = joinDigits(stretch);
  if (digits.length < MIN_ECHO_DIGITS || !stretch.every(isPlain)) return;
  for (const { kind, value, by } of known) if (by !== speaker && isReadBack(digits, value)) hideElements(stretch, kind);
}

/** The elements whose digits are the value, each time that it is said; none when it is not among them. */
function elementsOf(stretch: readonly DigitElement[], value: string): readonly DigitElement[] {
  const found: DigitElement[] = [];
  for (let from = 0; from < stretch.length;) {
    const to = endOfValue(stretch, from, value);
    if (to !== null) found.push(...stretch.slice(from, to));
    from = to ?? from + 1;
  }
  return found;
}

/** Index after the element with which the value ends that begins at an index; null when other digits are there. */
function endOfValue(stretch: readonly DigitElement[], from: number, value: string): number | null {
  let said = '';
  for (let to = from; to < stretch.length && said.length < value.length; to++) {
    said += stretch[to]?.digits ?? '';
    if (said === value) return to + 1;
    if (!value.startsWith(said)) return null;
  }
  return null;
}
