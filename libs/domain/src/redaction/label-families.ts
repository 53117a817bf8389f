import type { LabelKind } from './label-phrases.js';

/** Labels of one family do not end each other: they belong to one payment or one bank account. */
const families: readonly (readonly LabelKind[])[] = [
  ['CARD', 'CVV', 'EXPIRY'],
  ['ACCOUNT', 'SORT_CODE', 'ROUTING', 'IBAN'],
];

/** The kinds of the same family as the kind; null when it has none. */
export const familyOf = (kind: LabelKind): readonly LabelKind[] | null =>
  families.find((kinds) => kinds.includes(kind)) ?? null;
