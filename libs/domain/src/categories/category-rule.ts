import type { Channel } from '@earshot/contracts';

/** What to look for in an utterance. Text is compared in lower case and without punctuation. */
export interface CategoryTerms {
  /** Single words; `cancel*` means every word that begins so. */
  readonly keywords?: readonly string[];
  /** Words in a row; each may end in `*`. */
  readonly phrases?: readonly string[];
  /** Regular expressions of the linear kind that `checkPattern` lets through. */
  readonly patterns?: readonly string[];
}

/** A category as a person writes it; `config/categories.yaml` explains each key. */
export interface CategoryRule {
  readonly name: string;
  readonly alert?: boolean;
  /** Only utterances of this side. */
  readonly channel?: Channel;
  /** At least one of these. */
  readonly any?: CategoryTerms;
  /** Every one of these. */
  readonly all?: CategoryTerms;
  /** None of these in the utterance that completes the match. */
  readonly not?: CategoryTerms;
  /** The terms of `all`, and one of `any`, may be spread over utterances of this many seconds; unless set, one utterance has them. */
  readonly withinSeconds?: number;
  /** Only utterances that begin in the first seconds of the call. */
  readonly firstSeconds?: number;
}

/** A rule that cannot be used: where in the list of rules, and why. */
export interface CategoryProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}
