import type { RedactionKind } from '@earshot/contracts';
import { kindByName } from './kinds/kinds-by-name.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import type { ValueSearch } from './labelled-value.js';
import { findNumberGroups, type NumberGroup } from './number-groups.js';

/** Fewest digits of a number that a label names over other words. */
const MIN_DIGITS = 4;

/** "Call 0800 123 4567, or tell me your DNI": the number before is another one. */
const requests = new Set(['tell', 'give', 'need', 'please']);

/** Kinds that have a shape of their own, so that a value is known by it. */
const shapedKinds = new Set<RedactionKind>(['NATIONAL_ID', 'PASSPORT', 'LICENCE', 'IBAN', 'SORT_CODE']);

/** The tokens among which the number is. */
interface OnlyNumber {
  readonly kind: LabelledKind;
  readonly from: number;
  readonly to: number;
  /** Most words before the number. */
  readonly maxWords: number;
}

/**
 * The number in "I entered 496026 and it says wrong one time password": one label and the only number before it belong together.
 * Of kinds with a shape of their own, it is where the value may be: "can you check if 46690348 A is a valid DNI?"
 */
export function findOnlyNumber({
  labels,
  tokens,
  asked,
  begun,
}: Pick<ValueSearch, 'labels' | 'tokens' | 'asked' | 'begun'>): OnlyNumber | null {
  const [label, ...others] = labels;
  const kind = label === undefined || others.length > 0 ? undefined : kindByName.get(label.kind);
  if (label === undefined || kind === undefined || kind.isDate === true) return null;
  if (asked.length > 0 || begun !== null) return null;
  const groups = findNumberGroups(tokens);
  if (groups.some(({ to }) => to > label.from)) return null;
  if (shapedKinds.has(kind.kind) && !tokens.some(({ text }) => requests.has(text)))
    return { kind, from: 0, to: label.from, maxWords: label.from };
  return groups.length === 1 ? oneNumber(kind, groups[0]) : null;
}

const oneNumber = (kind: LabelledKind, group: NumberGroup | undefined): OnlyNumber | null =>
  group === undefined || group.digits.length < MIN_DIGITS
    ? null
    : { kind, from: group.from, to: group.to, maxWords: 0 };
