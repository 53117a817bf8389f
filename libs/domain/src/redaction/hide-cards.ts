import { findCardDigits, hasIssuerShape, MAX_CARD_DIGITS, MIN_CARD_DIGITS, passesLuhn } from './card-numbers.js';
import { isPlain, joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import { isGroupedPhone } from './find-phones.js';

/** A longer stretch is not one number. Only the cards in it are hidden. */
export const MAX_NUMBER_DIGITS = 40;
/** People say another number directly before a card, such as a zip code. It has at most this many digits. */
const MAX_DIGITS_BEFORE_CARD = 6;
/** Where a card number of 16 digits, and one of 14 or 15, is divided. */
const DIVISIONS: readonly ReadonlySet<number>[] = [new Set([4, 8, 12]), new Set([4, 10])];

/** Whole cards outrank everything, even a guess that was made while they were incomplete. */
export function hideCards(run: DigitRun, isCardTalk: boolean): void {
  const stretches = tightStretches(run.elements);
  for (const stretch of stretches) {
    const isNeutral = run.label === 'NEUTRAL';
    const isNamedHarmless = isNeutral || stretch.every(({ isEveryday }) => isEveryday);
    const marks = isNamedHarmless ? markNamedCard(stretch, isNeutral && run.isLabelledHere) : markCards(stretch);
    if (marks === null) continue;
    const isOneNumber = !isNamedHarmless && joinDigits(stretch).length <= MAX_NUMBER_DIGITS;
    stretch.forEach((element, index) => {
      if ((isOneNumber && !element.isEveryday) || marks[index]) element.hiddenAs = 'CARD';
    });
  }
  if (run.label !== 'NEUTRAL' && stretches.length > 1) hideDividedCards(stretches, isCardTalk);
}

/** For each element whether it belongs to a card; null when none does. */
function markCards(elements: readonly DigitElement[]): boolean[] | null {
  const digits = joinDigits(elements);
  if (digits.length < MIN_CARD_DIGITS) return null;
  let end = 0;
  const groupEnds = elements.map((element) => (end += element.digits.length));
  const found = findCardDigits(digits, { groupEnds, needsIssuer: false });
  if (found === null) return null;
  return elements.map((element, index) =>
    found.subarray((groupEnds[index] ?? 0) - element.digits.length, groupEnds[index]).includes(1),
  );
}

/**
 * The same where the speaker calls the digits something harmless, such as a tracking number. Long numbers contain a Luhn number
 * by chance, so only a whole number with an issuer's form is a card: in the answer to a question, or after the short number
 * that the name belongs to ("zip 60614 4111 …").
 */
function markNamedCard(elements: readonly DigitElement[], isNamedHere: boolean): boolean[] | null {
  const first = isNamedHere ? 1 : 0;
  let before = joinDigits(elements.slice(0, first)).length;
  for (let from = first; from < elements.length && before <= MAX_DIGITS_BEFORE_CARD; from++) {
    if (isCard(joinDigits(elements.slice(from)))) return elements.map((_, index) => index >= from);
    before += elements[from]?.digits.length ?? 0;
  }
  return null;
}

const isCard = (digits: string): boolean =>
  digits.length >= MIN_CARD_DIGITS &&
  digits.length <= MAX_CARD_DIGITS &&
  hasIssuerShape(digits, 0, digits.length) &&
  passesLuhn(digits);

/**
 * Hides cards whose digits have ordinary words between them. Outside the talk of a card they must be divided as people divide
 * cards, or two phone numbers or three meter readings would contain one by chance.
 */
function hideDividedCards(stretches: readonly (readonly DigitElement[])[], isCardTalk: boolean): void {
  const plain = stretches.filter((stretch) => !isGroupedPhone(stretch)).map((stretch) => stretch.filter(isPlain));
  for (let from = 0; from < plain.length; from++) hideDividedCardFrom(plain.slice(from), isCardTalk);
}

function hideDividedCardFrom(stretches: readonly (readonly DigitElement[])[], isCardTalk: boolean): void {
  const elements: DigitElement[] = [];
  const divisions: number[] = [];
  let digits = '';
  for (const stretch of stretches) {
    if (digits !== '') divisions.push(digits.length);
    for (const element of stretch) {
      elements.push(element);
      digits += element.digits;
      if (digits.length > MAX_CARD_DIGITS) return;
      const isDivided = divisions.length > 0 && (isCardTalk || isDividedLikeCard(divisions));
      if (isDivided && isCard(digits)) for (const one of elements) one.hiddenAs = 'CARD';
    }
  }
}

const isDividedLikeCard = (divisions: readonly number[]): boolean =>
  DIVISIONS.some((positions) => divisions.every((at) => positions.has(at)));
