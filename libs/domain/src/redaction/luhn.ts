/** Lengths of payment card numbers, ISO/IEC 7812. */
export const MIN_CARD_DIGITS = 13;
export const MAX_CARD_DIGITS = 19;

/** Whether digits `from` to `to` (exclusive) end in their Luhn check digit. */
export function passesLuhn(digits: string, from = 0, to = digits.length): boolean {
  let sum = 0;
  for (let index = to - 1, fromRight = 0; index >= from; index--, fromRight++) {
    const digit = digits.charCodeAt(index) - 48;
    const value = fromRight % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Whether some issuer gives out numbers that begin and are as long as these digits. */
export function hasIssuerShape(digits: string, from: number, to: number): boolean {
  const length = to - from;
  const two = Number(digits.slice(from, from + 2));
  if (two === 34 || two === 37) return length === 15;
  if (two === 36 || two === 38 || two === 39 || two === 30) return length === 14 || length === 16 || length === 19;
  if (two >= 40 && two <= 49) return length === 13 || length === 16 || length === 19;
  if (two >= 51 && two <= 55) return length === 16;
  if (two >= 22 && two <= 27) return length === 16;
  if (two === 35 || two === 62 || two === 81) return length >= 16;
  return (two === 50 || (two >= 56 && two <= 69)) && length >= 13;
}

/** How far a search for cards goes beyond whole groups. */
export interface CardSearch {
  /** Ends (exclusive, in digits) of the groups the digits were said or written in. */
  readonly groupEnds: readonly number[];
  /** Whether a number of whole groups must also look like an issuer's. */
  readonly needsIssuer: boolean;
}

/**
 * Marks the digits of every Luhn number of 13 to 19 digits: those made of whole groups, and those cut out of longer
 * groups when an issuer gives out such numbers. Null when there is none.
 */
export function findCardDigits(digits: string, { groupEnds, needsIssuer }: CardSearch): Uint8Array | null {
  if (digits.length < MIN_CARD_DIGITS) return null;
  const isEdge = new Uint8Array(digits.length + 1);
  isEdge[0] = 1;
  for (const end of groupEnds) isEdge[end] = 1;
  let found: Uint8Array | null = null;
  for (let from = 0; from + MIN_CARD_DIGITS <= digits.length; from++) {
    const last = Math.min(digits.length, from + MAX_CARD_DIGITS);
    for (let to = from + MIN_CARD_DIGITS; to <= last; to++) {
      const isWhole = isEdge[from] === 1 && isEdge[to] === 1;
      if ((!isWhole || needsIssuer) && !hasIssuerShape(digits, from, to)) continue;
      if (!passesLuhn(digits, from, to)) continue;
      found ??= new Uint8Array(digits.length);
      found.fill(1, from, to);
    }
  }
  return found;
}
