import { Failure, type SentimentEngine } from '@earshot/ports';
import { LexiconSentimentEngine } from './lexicon/lexicon.sentiment-engine.js';

/** Every scorer there is; one line adds one. */
const engines = {
  lexicon: () => new LexiconSentimentEngine(),
} satisfies Record<string, () => SentimentEngine>;

export type SentimentEngineName = keyof typeof engines;
export const sentimentEngineNames = Object.keys(engines) as SentimentEngineName[];

/** The scorer of that name. Throws `Failure` `SENTIMENT_ENGINE_UNKNOWN`, which stops the start. */
export function createSentimentEngine(name: string): SentimentEngine {
  const known = sentimentEngineNames.find((one) => one === name);
  if (known === undefined) {
    throw new Failure(
      'SENTIMENT_ENGINE_UNKNOWN',
      `there is no sentiment engine of that name; there is ${sentimentEngineNames.join(', ')}`,
    );
  }
  return engines[known]();
}
