import type { LabelKind } from './label-phrases.js';

/** How many finals of a participant a label outlives. Those of the others do not count, because they may arrive in any order. */
const finalsByKind: Partial<Record<LabelKind, number>> = {
  NEUTRAL: 5,
  LAST_FOUR: 4,
};
const DEFAULT_FINALS = 6;

export const finalsInForce = (kind: LabelKind): number => finalsByKind[kind] ?? DEFAULT_FINALS;
