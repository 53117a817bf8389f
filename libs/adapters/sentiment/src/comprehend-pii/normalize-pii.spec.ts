import { describe, expect, it } from '@jest/globals';
import { normalizePii } from './normalize-pii.js';

/** The shape that DetectPiiEntities answers with. */
const entity = (Type: string, BeginOffset: number | undefined, EndOffset: number | undefined, Score = 0.99) =>
  ({ Type, BeginOffset, EndOffset, Score }) as never;

describe('an answer of DetectPiiEntities', () => {
  it('becomes kinds and positions of ours', () => {
    const text = 'I am Ann Lee of 5 Mill Road';
    expect(normalizePii(text, [entity('NAME', 5, 12), entity('ADDRESS', 16, 27)], 0.5)).toEqual([
      { kind: 'NAME', startChar: 5, endChar: 12 },
      { kind: 'ADDRESS', startChar: 16, endChar: 27 },
    ]);
  });

  it('counts code points, of which a text may have fewer than UTF-16 units', () => {
    const text = '😀 Ann';
    const [found] = normalizePii(text, [entity('NAME', 2, 5)], 0.5);
    expect(text.slice(found?.startChar, found?.endChar)).toBe('Ann');
  });

  it('leaves out what it is not sure of, and types that we do not hide', () => {
    const entities = [entity('NAME', 0, 3, 0.49), entity('DATE_TIME', 0, 3), entity('A_NEW_TYPE', 0, 3)];
    expect(normalizePii('Ann today', entities, 0.5)).toEqual([]);
  });

  it.each([
    [3, 3],
    [4, 2],
    [0, 99],
    [-1, 3],
    [undefined, 3],
    [0.5, 3],
  ])('hides the whole text when the positions are %s to %s', (begin, end) => {
    expect(normalizePii('Ann today', [entity('NAME', begin, end)], 0.5)).toEqual([
      { kind: 'NAME', startChar: 0, endChar: 9 },
    ]);
  });
});
