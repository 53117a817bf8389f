export { createPiiEngine } from './create-pii-engine.js';
export * from './create-sentiment-engine.js';
export * from './evaluation/evaluate-sentiment.js';
export { LexiconSentimentEngine } from './lexicon/lexicon.sentiment-engine.js';
export { piiConfigSchema, type PiiConfig } from './pii.config.js';
export type { PiiContext, RunningPiiEngine } from './running-pii-engine.js';
export type { RunningSentimentEngine, SentimentContext } from './running-sentiment-engine.js';
export { sentimentConfigSchema, type SentimentConfig } from './sentiment.config.js';
