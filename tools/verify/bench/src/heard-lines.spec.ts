import { describe, expect, it } from '@jest/globals';
import { findUnheardLines } from './heard-lines.js';

const line = (track: number, startMs: number, endMs: number) => ({ track, startMs, endMs, text: '' });

describe('lines of which nothing was heard', () => {
  it.each([
    ['a final within the line', line(0, 1_200, 1_500), 0],
    ['a final that begins late and ends late', line(0, 1_900, 2_500), 0],
    ['a final before the line', line(0, 0, 1_000), 1],
    ['a final after the line', line(0, 2_000, 3_000), 1],
    ['a final of another track', line(1, 1_000, 2_000), 1],
  ])('%s', (_, final, unheard) => expect(findUnheardLines([line(0, 1_000, 2_000)], [final])).toHaveLength(unheard));
});
