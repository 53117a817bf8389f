import type { RedactionKind } from '@earshot/contracts';

/** A private detail in a text, in UTF-16 positions. A span that is not in the text hides all of it. */
export interface PiiEntity {
  readonly kind: RedactionKind;
  readonly startChar: number;
  readonly endChar: number;
}

/** Marks private details that rules cannot find, such as names and addresses. */
export interface PiiEngine {
  /** What people read of it, e.g. `Amazon Comprehend`. */
  readonly name: string;
  /**
   * Finds the private details of one final, whose text is not redacted. `language`: a BCP 47 tag. Resolves with null when the
   * engine does not know it. Rejects when the engine fails; `signal` ends the search of a final that waits no longer.
   */
  findEntities(
    text: string,
    context: { readonly language: string; readonly signal: AbortSignal },
  ): Promise<readonly PiiEntity[] | null>;
}
