import type { LabelKind } from './label-phrases.js';

/** Words that together prove a kind, in any order and with any words between: one of each group. */
export interface Evidence {
  readonly kind: LabelKind;
  readonly groups: readonly ReadonlySet<string>[];
  /** Fewest and most digits of the only number of the utterance. Without them, the words alone prove the kind. */
  readonly digits?: readonly [min: number, max: number];
}

export const evidenceWords = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
