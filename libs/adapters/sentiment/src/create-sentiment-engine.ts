import { LexiconSentimentEngine } from './lexicon/lexicon.sentiment-engine.js';
import type { RunningSentimentEngine, SentimentContext } from './running-sentiment-engine.js';
import type { SentimentConfig } from './sentiment.config.js';

type EngineName = SentimentConfig['SENTIMENT_ENGINE'];
type CreateEngine = (config: SentimentConfig, context: SentimentContext) => Promise<RunningSentimentEngine>;

/** Every sentiment engine. Comprehend is loaded when it is chosen, because the AWS SDK is large. */
const engines: Readonly<Record<EngineName, CreateEngine>> = {
  lexicon: async () => ({ engine: new LexiconSentimentEngine(), close: async () => undefined }),
  comprehend: async (config, context) =>
    (await import('./comprehend/create-comprehend-engine.js')).createComprehendEngine(config, context),
};

/** Creates the engine that the settings choose. Rejects with `Failure` `SENTIMENT_ENGINE_UNUSABLE`, which names the variable. */
export const createSentimentEngine: CreateEngine = (config, context) =>
  engines[config.SENTIMENT_ENGINE](config, context);
