import { kindByName } from './kinds/kinds-by-name.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import type { ValueSearch } from './labelled-value.js';
import { findNumberGroups } from './number-groups.js';

/** Fewest digits of a number that a label names over other words. */
const MIN_DIGITS = 4;

/** The number in "I entered 496026 and it says wrong one time password": one label and the only number before it belong together. */
export function findOnlyNumber({
  labels,
  tokens,
  asked,
  begun,
}: Pick<ValueSearch, 'labels' | 'tokens' | 'asked' | 'begun'>): {
  readonly kind: LabelledKind;
  readonly from: number;
  readonly to: number;
} | null {
  const [label, ...others] = labels;
  if (label === undefined || others.length > 0 || asked.length > 0 || begun !== null) return null;
  const kind = kindByName.get(label.kind);
  if (kind === undefined || kind.isDate === true) return null;
  const [group, ...more] = findNumberGroups(tokens);
  if (group === undefined || more.length > 0 || group.to > label.from || group.digits.length < MIN_DIGITS) return null;
  return { kind, from: group.from, to: group.to };
}
