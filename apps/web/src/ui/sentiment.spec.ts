import { expect, it } from '@jest/globals';
import { classifyScore, formatScore } from './sentiment.js';

it.each([
  [1.24, '+1.2', 'POSITIVE'],
  [0.5, '+0.5', 'POSITIVE'],
  [0.4, '+0.4', 'NEUTRAL'],
  [0.04, '0.0', 'NEUTRAL'],
  [-0.04, '0.0', 'NEUTRAL'],
  [-0.5, '−0.5', 'NEGATIVE'],
  [-5, '−5.0', 'NEGATIVE'],
])('shows the score %d as %s and calls it %s', (score, shown, sentiment) => {
  expect(formatScore(score)).toBe(shown);
  expect(classifyScore(score)).toBe(sentiment);
});
