import { expect, it } from '@jest/globals';
import { formatWait } from './format-wait.js';

it.each([
  [0, '1 second'],
  [900, '1 second'],
  [59_001, '60 seconds'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [120_001, '3 minutes'],
  [900_000, '15 minutes'],
])('says %i ms as %s', (ms, text) => expect(formatWait(ms)).toBe(text));
