import { expect, it } from '@jest/globals';
import { restartPauseMs } from './restart-pause.js';

it.each([
  [0, 100],
  [1, 100],
  [2, 200],
  [5, 1_600],
  [7, 5_000],
  [5_000, 5_000],
])('after %i failures in a row waits %i ms', (failures, pauseMs) => {
  expect(restartPauseMs(failures)).toBe(pauseMs);
});
