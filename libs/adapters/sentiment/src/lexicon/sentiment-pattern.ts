/** A way of speaking that shows sentiment whatever the call is about. Unlike a phrase, it may contain any words in between. */
export interface SentimentPattern {
  /** Matched against the words in lower case with one space between them. */
  readonly pattern: RegExp;
  readonly value: number;
}
