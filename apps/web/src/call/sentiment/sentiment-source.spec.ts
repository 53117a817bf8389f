import { expect, it } from '@jest/globals';
import { sentimentSource } from './sentiment-source.js';

it.each([
  ['lexicon', 'Sentiment scored by Earshot’s list of words and phrases'],
  ['comprehend', 'Sentiment scored by Amazon Comprehend'],
  ['acme', 'Sentiment scored by acme'],
  [null, undefined],
])('names what scored the sentiment: %s', (engine, text) => expect(sentimentSource(engine)).toBe(text));
