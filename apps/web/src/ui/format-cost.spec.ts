import { expect, it } from '@jest/globals';
import { formatCost } from './format-cost.js';

it.each([
  [0, '0.00'],
  [0.0042, '0.0042'],
  [0.00006, '0.0001'],
  [1.5, '1.50'],
  [1234.56789, '1,234.5679'],
])('%d is written %s', (cost, text) => {
  expect(formatCost(cost)).toBe(text);
});
