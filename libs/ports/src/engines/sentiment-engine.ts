import type { ParticipantRole, SentimentLabel } from '@earshot/contracts';

export interface Sentiment {
  readonly label: SentimentLabel;
  /** -5 (very negative) to +5 (very positive). */
  readonly score: number;
}

export interface SentimentEngine {
  readonly name: string;
  /**
   * Scores one final. `language`: a BCP 47 tag. Resolves with null when the engine does not know the language of the words.
   * A rejection leaves the final without a score, too.
   */
  score(text: string, context: { role: ParticipantRole; language: string }): Promise<Sentiment | null>;
}
