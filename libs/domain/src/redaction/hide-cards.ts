import { findCardDigits, isWholeCard, MAX_CARD_DIGITS, MIN_CARD_DIGITS } from './card-numbers.js';
import { isPlain, joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import { isGroupedPhone, MAX_PHONE_DIGITS } from './find-phones.js';

/** A longer stretch is not one number. Only the cards in it are hidden. */
export const MAX_NUMBER_DIGITS = 40;
/** People say another number directly before a card, such as a zip code. It has at most this many digits. */
const MAX_DIGITS_BEFORE_CARD = 6;
const MIN_DIGITS_BEFORE_CARD = 3;
/** Where a card number of 16 digits, and one of 14 or 15, is divided. */
const DIVISIONS: readonly ReadonlySet<number>[] = [new Set([4, 8, 12]), new Set([4, 10])];

/** Whole cards outrank everything, even a guess that was made while they were incomplete. */
export function hideCards(run: DigitRun, isCardTalk: boolean): void {
  const stretches = tightStretches(run.elements);
  for (const stretch of stretches) {
    const isNeutral = run.label === 'NEUTRAL';
    const isNamedHarmless = isNeutral || stretch.every(({ isEveryday }) => isEveryday);
    const marks = marksOf(run, stretch, isNamedHarmless);
    if (marks === null) continue;
    const isOneNumber = !isNamedHarmless && joinDigits(stretch).length <= MAX_NUMBER_DIGITS;
    stretch.forEach((element, index) => {
      if ((isOneNumber && !element.isEveryday) || marks[index]) element.hiddenAs = 'CARD';
    });
  }
  if (run.label !== 'NEUTRAL' && stretches.length > 1) hideDividedCards(stretches, isCardTalk);
}

/** For each element whether it belongs to a card; null when none does. */
function marksOf(run: DigitRun, stretch: readonly DigitElement[], isNamedHarmless: boolean): boolean[] | null {
  if (isNamedHarmless) return markNamedCard(stretch, isNamedHere(run, stretch));
  // Phone numbers with a country code or a repeated group contain Luhn numbers by chance.
  if (run.label === 'PHONE' && joinDigits(stretch).length <= MAX_PHONE_DIGITS)
    return stretch[0]?.hasPlus === true ? null : markNamedCard(stretch, false);
  return markCards(stretch);
}

/** Whether the speaker calls the stretch something harmless, and does not pay with it: "policy 4471, paid with 4111 …". */
const isNamedHere = ({ label, isLabelledHere }: DigitRun, [first]: readonly DigitElement[]): boolean =>
  label === 'NEUTRAL' &&
  isLabelledHere &&
  (first === undefined || !PAID_WITH.test(first.source.text.slice(0, first.start)));

const PAID_WITH =
  /\b(?:paid|pay|paying|charged|charge|billed|put it)(?: \w+){0,3} (?:with|by|using|on|to|from)(?: (?:my|the))?[\s,:]*$/i;

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
  if (!isNamedHere && isUsualCard(joinDigits(elements))) return elements.map(() => true);
  let before = 0;
  for (const [from, element] of elements.entries()) {
    if (before > MAX_DIGITS_BEFORE_CARD) break;
    const isNext = before >= MIN_DIGITS_BEFORE_CARD && element.isApart;
    if (isNext && isUsualCard(joinDigits(elements.slice(from)))) return elements.map((_, index) => index >= from);
    before += element.digits.length;
  }
  return null;
}

/** A long code holds a shorter Luhn number by chance, so cards of rare lengths count only when they are all that was said. */
const isUsualCard = (digits: string): boolean => USUAL_CARD.test(digits) && isWholeCard(digits);

/** Visa, Mastercard, American Express, Discover, JCB and Maestro. */
const USUAL_CARD = /^(?:[45]\d{15}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d|7\d\d)\d{12}|35\d{14})$/;

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
      if (isDivided && isWholeCard(digits)) for (const one of elements) one.hiddenAs = 'CARD';
    }
  }
}

const isDividedLikeCard = (divisions: readonly number[]): boolean =>
  DIVISIONS.some((positions) => divisions.every((at) => positions.has(at)));
