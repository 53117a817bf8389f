export * from './create-sentiment-engine.js';
export * from './evaluation/evaluate-sentiment.js';
