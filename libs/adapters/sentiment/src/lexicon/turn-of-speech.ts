/** Ways of speaking that carry a feeling whatever the matter is; unlike phrases they have open places. */
export interface TurnOfSpeech {
  /** On the words in lower case with one space between them. */
  readonly pattern: RegExp;
  readonly value: number;
}
