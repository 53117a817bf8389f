/** Lengths of payment card numbers, ISO/IEC 7812. */
export const MIN_CARD_DIGITS = 13;
export const MAX_CARD_DIGITS = 19;

/** The lengths that issuers use, by the first two digits of the card number (from, to). */
const issuers: readonly (readonly [from: number, to: number, lengths: readonly number[]])[] = [
  [22, 27, [16]],
  [30, 30, [14, 16, 19]],
  [34, 34, [15]],
  [35, 35, [16, 17, 18, 19]],
  [36, 36, [14, 16, 19]],
  [37, 37, [15]],
  [38, 39, [14, 16, 19]],
  [40, 49, [13, 16, 19]],
  [50, 50, [13, 14, 15, 16, 17, 18, 19]],
  [51, 55, [16]],
  [56, 61, [13, 14, 15, 16, 17, 18, 19]],
  [62, 62, [16, 17, 18, 19]],
  [63, 69, [13, 14, 15, 16, 17, 18, 19]],
  [81, 81, [16, 17, 18, 19]],
];

const lengthsByPrefix = new Map<number, ReadonlySet<number>>();
for (const [from, to, lengths] of issuers)
  for (let prefix = from; prefix <= to; prefix++) lengthsByPrefix.set(prefix, new Set(lengths));

/** Whether an issuer has card numbers with this beginning and this length. */
export const hasIssuerShape = (digits: string, from: number, to: number): boolean =>
  lengthsByPrefix.get(Number(digits.slice(from, from + 2)))?.has(to - from) ?? false;

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

/** Whether digits are a card number: an issuer's beginning and length, and the check digit. */
export const isWholeCard = (digits: string): boolean =>
  digits.length >= MIN_CARD_DIGITS &&
  digits.length <= MAX_CARD_DIGITS &&
  hasIssuerShape(digits, 0, digits.length) &&
  /^\d+$/.test(digits) &&
  passesLuhn(digits);

/** What counts as a card in a search. */
export interface CardSearch {
  /** Ends (exclusive, in digits) of the groups in which the digits were said or written. */
  readonly groupEnds: readonly number[];
  /** Whether a number of whole groups must also have the shape of an issuer's number. */
  readonly needsIssuer: boolean;
}

/**
 * Marks the digits of every Luhn number of 13 to 19 digits: numbers of whole groups, and numbers within longer groups when
 * an issuer has such numbers. Null when there is none.
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
