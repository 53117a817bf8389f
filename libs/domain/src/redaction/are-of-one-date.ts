import type { RedactionKind } from '@earshot/contracts';

/**
 * Whether one date holds the digits of the other, in any order: one may lack its year or hold a century. An
 * expiry date holds its month before its year.
 */
export function areOfOneDate(kind: RedactionKind, [one, other]: readonly [string, string]): boolean {
  if (kind === 'EXPIRY' && one.length === other.length) return one === other;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const rest = [...long];
  for (const digit of short) {
    const at = rest.indexOf(digit);
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return rest.length === 0 || short.length >= MIN_DIGITS_OF_DATE;
}

/** Fewest digits that two dates share when one of them has more. */
const MIN_DIGITS_OF_DATE = 3;
