/** A way of speaking that shows a feeling whatever the call is about. Unlike a phrase it has open places. */
export interface FeelingPattern {
  /** Matched against the words in lower case with one space between them. */
  readonly pattern: RegExp;
  readonly value: number;
}
