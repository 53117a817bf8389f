import type { Channel } from '@earshot/contracts';

export interface Sentiment {
  readonly label: 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED';
  /** -5 to +5. */
  readonly score: number;
}

/** Scores one final utterance. */
export interface SentimentEngine {
  readonly name: string;
  score(text: string, said: { channel: Channel; language: string }): Promise<Sentiment>;
}
