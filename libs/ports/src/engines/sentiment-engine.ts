import type { ParticipantRole, SentimentLabel } from '@earshot/contracts';

export interface Sentiment {
  readonly label: SentimentLabel;
  /** -5 (very negative) to +5 (very positive). Null when the engine gives only the label: it is mixed, or not sure enough. */
  readonly score: number | null;
  /** Name of the engine that scored, if it is another than the engine that was asked. */
  readonly engine?: string | undefined;
}

export interface SentimentEngine {
  readonly name: string;
  /**
   * Scores one final, whose text is redacted. `language`: a BCP 47 tag. Resolves with null when the engine does not know the language of the words.
   * A rejection leaves the final without a score, too.
   */
  score(text: string, context: { role: ParticipantRole; language: string }): Promise<Sentiment | null>;
}
