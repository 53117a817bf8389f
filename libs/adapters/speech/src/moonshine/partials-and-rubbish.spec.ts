import { describe, expect, it } from '@jest/globals';
import { estimateWords } from './estimate-words.js';
import { isRubbish } from './is-rubbish.js';
import { StablePartial } from './stable-partial.js';

describe('partials', () => {
  const show = (texts: readonly string[]) => {
    const partial = new StablePartial();
    return texts.map((text) => partial.update(text));
  };

  it('grow in place', () => {
    expect(show(['I want', 'I want to pay', 'I want to pay my bill.']).map(({ text }) => text)).toEqual([
      'I want',
      'I want to pay',
      'I want to pay my bill.',
    ]);
  });

  it('do not take back a word that stood twice in a row, when one decoding contradicts it', () => {
    const shown = show(['I want', 'I want to', 'A wand to pay', 'I want to pay my']);
    expect(shown.map(({ text }) => text)).toEqual(['I want', 'I want to', 'I want to pay', 'I want to pay my']);
    expect(shown.some(({ isCorrection }) => isCorrection)).toBe(false);
  });

  it('are corrected when two decodings in a row contradict', () => {
    const shown = show(['I won', 'I won to', 'I want to pay', 'I want to pay my']);
    expect(shown.at(-1)).toEqual({ text: 'I want to pay my', isCorrection: true });
    expect(shown.filter(({ isCorrection }) => isCorrection)).toHaveLength(1);
  });

  it('may change a word that stood once, and capitals and punctuation at any time', () => {
    const shown = show(['hello', 'Hello, are', 'Hello. Our bill', 'Hello. Our bill']);
    expect(shown.map(({ text }) => text)).toEqual(['hello', 'Hello, are', 'Hello. Our bill', 'Hello. Our bill']);
    expect(shown.some(({ isCorrection }) => isCorrection)).toBe(false);
  });
});

describe('rubbish', () => {
  const decoded = (text: string, seconds = 3, level = 0.05) => isRubbish({ text, seconds, level });

  it.each([
    ['', 'empty'],
    [' ... ', 'without letters'],
    ['Thank you for watching!', 'the end of a film'],
    ['Thanks for watching. Please subscribe.', 'the end of a film'],
    ['the the the the the the the', 'a loop of one word'],
    ['I am in the I am in the I am in the I am in the I am in the I am in the I am in the', 'a loop of four words'],
  ])('is "%s": %s', (text) => expect(decoded(text, 20)).toBe(true));

  it('is what is too fast or cannot be heard', () => {
    expect(decoded('one two three four five six seven eight nine ten', 1)).toBe(true);
    expect(decoded('Hello there', 1, 0.000_5)).toBe(true);
  });

  it.each(['No, no, no, no.', 'Thank you.', 'Bye-bye.', 'Four one one one one.', 'Thank you for calling.', 'Okay'])(
    'is not "%s"',
    (text) => expect(decoded(text)).toBe(false),
  );
});

describe('estimated times of words', () => {
  it('share the speech by the length of the words, in order and without overlap', () => {
    expect(estimateWords('I want  more', 1_000, 2_200)).toEqual([
      { text: 'I', startMs: 1_000, endMs: 1_200 },
      { text: 'want', startMs: 1_200, endMs: 1_700 },
      { text: 'more', startMs: 1_700, endMs: 2_200 },
    ]);
    expect(estimateWords('', 0, 10)).toEqual([]);
  });
});
