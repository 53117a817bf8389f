import { expect, it } from '@jest/globals';
import { findTimeRange, labelStepsSeconds } from './time-axis.js';

it.each([
  [null, null, [0, 1]],
  [0.4, 0.4, [0, 1]],
  [0, 0, [0, 1]],
  [0.2, 0.9, [0, 1]],
  [3.7, 64.2, [3, 65]],
])('an axis for points from %s s to %s s has the range %j', (first, last, range) => {
  expect(findTimeRange(first, last)).toEqual(range);
});

it('has no step that repeats the label of a second', () => {
  expect(labelStepsSeconds.filter((step) => !Number.isInteger(step))).toEqual([]);
});
