import type { RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import type { Token } from '../scan-tokens.js';

/**
 * A kind of private value that redaction recognises by what the speakers call it: "the expiry date is …", or a question and
 * its answer a few turns later. A new kind is one file that exports such an object, and one line in `labelled-kinds.ts`.
 */
export interface LabelledKind {
  readonly kind: RedactionKind;
  /** What speakers call the value: phrases in lower case, separated by "|". The longest phrase at a word counts. */
  readonly phrases: string;
  /** Whether the phrase at tokens `from` to `to` (exclusive) means something else, such as the "account manager". */
  readonly isSomethingElse?: (tokens: readonly Token[], from: number, to: number) => boolean;
  /** The value is a date, so a date that everybody may read looks like it. */
  readonly isDate?: boolean;
  /**
   * Reads the value that begins exactly at `place.index`, after a label or a question for it; null when none begins there.
   * Redaction tries one token after the other.
   */
  readonly readValue: (place: ValuePlace) => ReadValue | null;
  /** Reads a value that nobody announced. Only for values that their form and their checksum prove. */
  readonly readUnlabelled?: (place: ValuePlace) => ReadValue | null;
}

/** Where a value may begin, and what is known about it. */
export interface ValuePlace {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The token at which the value may begin. */
  readonly index: number;
  /** Index after the last token that may belong to it: the next label, or the end of the text. */
  readonly end: number;
  /** What the participant said of the value in earlier finals, as `ReadValue.value` returned it. Empty at its beginning. */
  readonly soFar: string;
  /** The text may still change and grow, so that a value at its end may be incomplete. */
  readonly isPartial: boolean;
  /** The label is in an earlier final, such as the question of the other side. The value may then not come at all. */
  readonly isAnswer: boolean;
  readonly country: CountryCode;
}

/** A value, or the part of it that a final holds. */
export interface ReadValue {
  /** Index after its last token. */
  readonly to: number;
  /** The value in one spelling, without `soFar`: digits and lower-case letters without blanks. Recognises an echo. */
  readonly value: string;
  /** Whether this is a whole value. When false and nothing completes it in the next finals, its words stay visible. */
  readonly isComplete: boolean;
  /** Whether the next final of the participant may continue it. */
  readonly mayContinue: boolean;
}
