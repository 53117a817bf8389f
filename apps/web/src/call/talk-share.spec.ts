import { expect, it } from '@jest/globals';
import { sharesInPercent } from './talk-share.js';

it.each([
  [[], []],
  [
    [0, 0],
    [0, 0],
  ],
  [
    [5_000, 0],
    [100, 0],
  ],
  [
    [26_400, 22_000],
    [55, 45],
  ],
  [
    [1, 1, 1],
    [34, 33, 33],
  ],
  [
    [335, 335, 325, 5],
    [34, 34, 32, 0],
  ],
])('shares %j as %j percent', (talkMs, percent) => {
  expect(sharesInPercent(talkMs)).toEqual(percent);
});
