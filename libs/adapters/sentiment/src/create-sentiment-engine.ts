import { Failure, type SentimentEngine } from '@earshot/ports';
import { LexiconSentimentEngine } from './lexicon/lexicon.sentiment-engine.js';

/** Every sentiment engine. A new engine needs a folder and a line here. */
const engines = {
  lexicon: () => new LexiconSentimentEngine(),
} satisfies Record<string, () => SentimentEngine>;

type SentimentEngineName = keyof typeof engines;
const sentimentEngineNames = Object.keys(engines) as SentimentEngineName[];

/** Creates the engine of this name. Throws `Failure` `SENTIMENT_ENGINE_UNKNOWN`, which stops the start of the service. */
export function createSentimentEngine(name: string): SentimentEngine {
  const known = sentimentEngineNames.find((one) => one === name);
  if (known === undefined) {
    throw new Failure(
      'SENTIMENT_ENGINE_UNKNOWN',
      `No sentiment engine has this name. Use one of: ${sentimentEngineNames.join(', ')}.`,
    );
  }
  return engines[known]();
}
