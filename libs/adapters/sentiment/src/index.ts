export * from './create-sentiment-engine.js';
export * from './evaluation/evaluate-sentiment.js';
export { LexiconSentimentEngine } from './lexicon/lexicon.sentiment-engine.js';
export type { RunningSentimentEngine, SentimentContext } from './running-sentiment-engine.js';
export { sentimentConfigSchema, type SentimentConfig } from './sentiment.config.js';
