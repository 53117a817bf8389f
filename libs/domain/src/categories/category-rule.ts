import type { ParticipantRole } from '@earshot/contracts';

/** Terms to find in an utterance. Text is compared in lower case and without punctuation. */
export interface CategoryTerms {
  /** Single words. `cancel*` means every word that begins with "cancel". */
  readonly keywords?: readonly string[];
  /** Several words in a row. Each may end in `*`. `...` stands for up to four words: "cancel ... appointment". */
  readonly phrases?: readonly string[];
  /** Regular expressions that `checkPattern` accepts. */
  readonly patterns?: readonly string[];
}

/** A category as a person writes it. `config/categories.yaml` explains each key. */
export interface CategoryRule {
  readonly name: string;
  readonly alert?: boolean;
  /** The rule applies only to utterances of participants in this role. */
  readonly role?: ParticipantRole;
  /** The utterance must have at least one of these. */
  readonly any?: CategoryTerms;
  /** The utterance must have all of these. */
  readonly all?: CategoryTerms;
  /** The utterance that completes the match must have none of these. */
  readonly not?: CategoryTerms;
  /** A term of `any` or `all` does not count where it overlaps one of these: "cancel my" within "cancel my appointment". */
  readonly except?: CategoryTerms;
  /** Terms count even when they are denied ("I have no complaints"). For subjects rather than intentions. */
  readonly evenIfNegated?: boolean;
  /** The terms of `all` and one of `any` may be said within this many seconds. Without it, one utterance must have them. */
  readonly withinSeconds?: number;
  /** The rule applies only to utterances that begin in the first seconds of the call. */
  readonly firstSeconds?: number;
}

/** Why a rule cannot be used, and where it is in the list. */
export interface CategoryProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}
