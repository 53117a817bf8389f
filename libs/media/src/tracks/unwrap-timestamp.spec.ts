import { describe, expect, it } from '@jest/globals';
import { unwrapTimestamp } from './unwrap-timestamp.js';

const RANGE = 2 ** 32;

describe('unwrapTimestamp', () => {
  it.each([
    { name: 'keeps a counter that did not wrap', counter: 1_160, near: 1_000, position: 1_160 },
    { name: 'goes on past the wrap', counter: 100, near: RANGE - 60, position: RANGE + 100 },
    {
      name: 'goes back over the wrap for a piece out of order',
      counter: RANGE - 60,
      near: RANGE + 100,
      position: RANGE - 60,
    },
    { name: 'may go below zero at the start', counter: RANGE - 160, near: 0, position: -160 },
    { name: 'counts several wraps', counter: 5, near: 7 * RANGE + 1, position: 7 * RANGE + 5 },
  ])('$name', ({ counter, near, position }) => {
    expect(unwrapTimestamp(counter, near)).toBe(position);
  });

  it('follows a 16-bit counter through many wraps', () => {
    let position = 0;
    for (let step = 1; step <= 5_000; step++) {
      position = unwrapTimestamp((step * 160) % 2 ** 16, position, 16);
      expect(position).toBe(step * 160);
    }
  });
});
