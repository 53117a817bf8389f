import { expect, it } from '@jest/globals';
import { trialShareMs } from './index.js';

it.each([
  [1, 25],
  [2, 50],
  [4, 100],
  [64, 100],
])('keeps the default model on %i cores up to a trial of %i ms', (cores, ms) => expect(trialShareMs(cores)).toBe(ms));
