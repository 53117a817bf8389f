import type { Sentiment, SentimentEngine } from '@earshot/ports';
import { scoreUtterance } from './score-utterance.js';

/** Scores in this process from a lexicon of call-centre English: no network, no model, some 20 microseconds an utterance. */
export class LexiconSentimentEngine implements SentimentEngine {
  readonly name = 'lexicon';

  /** Other languages than English are neutral: a wrong guess would be worse than none. */
  score(text: string, said: Parameters<SentimentEngine['score']>[1]): Promise<Sentiment> {
    if (!said.language.toLowerCase().startsWith('en')) return Promise.resolve({ label: 'NEUTRAL', score: 0 });
    return Promise.resolve(scoreUtterance(text, said.channel));
  }
}
