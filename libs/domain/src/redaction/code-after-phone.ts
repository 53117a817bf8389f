import type { ValueSearch } from './labelled-value.js';
import { findNumberGroups } from './number-groups.js';

/** Longest one-time code. A phone number has more digits. */
const MAX_CODE_DIGITS = 8;

/** Index after the only label of an utterance that answers the question for a code but speaks of the phone; null for others. */
export function startOfCodeAfterPhone({ asked, labels, tokens }: ValueSearch): number | null {
  const [label, ...others] = labels;
  if (label?.kind !== 'PHONE' || others.length > 0 || !asked.includes('OTP')) return null;
  const count = findNumberGroups(tokens).reduce((sum, { digits }) => sum + digits.length, 0);
  return count <= MAX_CODE_DIGITS ? label.to : null;
}
