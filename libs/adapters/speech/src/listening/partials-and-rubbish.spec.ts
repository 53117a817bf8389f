import { describe, expect, it } from '@jest/globals';
import { estimateWords } from './estimate-words.js';
import { isRubbish, isWordless } from './is-rubbish.js';
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
    expect(shown.some(({ takenBack }) => takenBack > 0)).toBe(false);
  });

  it('count a word as shown by what was shown, not by what was decoded', () => {
    // The third decoding is refused, but its "pay" stands behind the settled words and is shown twice.
    const shown = show(['I want', 'I want to', 'A wand to pay', 'I want two pay', 'I want to pay my']);
    expect(shown.map(({ text }) => text)).toEqual([
      'I want',
      'I want to',
      'I want to pay',
      'I want to pay',
      'I want to pay my',
    ]);
  });

  it('take back no word that was shown twice in a row without counting it, whatever the recogniser says', () => {
    let state = 3;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let run = 0; run < 500; run += 1) {
      const decodings = Array.from({ length: 12 }, (_, n) =>
        Array.from({ length: Math.max(0, n + random(3) - 1) }, (_, at) => `w${at}${random(4) === 0 ? random(3) : ''}`),
      );
      const shown = show(decodings.map((words) => words.join(' '))).map(({ text, takenBack }) => ({
        words: text.split(' ').filter((word) => word !== ''),
        takenBack,
      }));
      for (const [n, { words, takenBack }] of shown.entries()) {
        const [before = [], last = []] = [shown[n - 2]?.words, shown[n - 1]?.words];
        let settled = 0;
        while (settled < last.length && settled < before.length && before[settled] === last[settled]) settled += 1;
        let kept = 0;
        while (kept < settled && words[kept] === last[kept]) kept += 1;
        expect(takenBack).toBe(settled - kept);
      }
    }
  });

  it('are corrected when two decodings in a row contradict', () => {
    const shown = show(['I won', 'I won to', 'I want to pay', 'I want to pay my']);
    expect(shown.at(-1)).toEqual({ text: 'I want to pay my', takenBack: 2 });
    expect(shown.filter(({ takenBack }) => takenBack > 0)).toHaveLength(1);
  });

  it('may change a word that stood once, and capitals and punctuation at any time', () => {
    const shown = show(['hello', 'Hello, are', 'Hello. Our bill', 'Hello. Our bill']);
    expect(shown.map(({ text }) => text)).toEqual(['hello', 'Hello, are', 'Hello. Our bill', 'Hello. Our bill']);
    expect(shown.some(({ takenBack }) => takenBack > 0)).toBe(false);
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
    [Array.from({ length: 30 }, () => 'one').join(' '), 'a loop of one digit, longer than any number'],
    ['I am in the I am in the I am in the I am in the I am in the I am in the I am in the', 'a loop of four words'],
  ])('is "%s": %s', (text) => expect(decoded(text, 20)).toBe(true));

  it('is what is too fast or cannot be heard', () => {
    expect(decoded('one two three four five six seven eight nine ten', 1)).toBe(true);
    expect(decoded('Hello there', 1, 0.000_5)).toBe(true);
  });

  it.each([
    'Yes, it is four one one one, one one one one, one one one one, one one one one.',
    'zero zero zero zero, zero zero zero zero, zero zero',
    'one two one two one two one two one two one two',
  ])('is not a number read aloud: "%s"', (text) => expect(decoded(text, 6)).toBe(false));

  it.each(['No, no, no, no.', 'Thank you.', 'Bye-bye.', 'Four one one one one.', 'Thank you for calling.', 'Okay'])(
    'is not "%s"',
    (text) => expect(decoded(text)).toBe(false),
  );
});

describe('speech without words', () => {
  it.each([
    [2, 0.05, true],
    [12, 0.001, true],
    [1.9, 0.05, false],
    [5, 0.000_9, false],
  ])('of %d s at the level %d is more than noise: %s', (seconds, level, isSpeech) => {
    expect(isWordless({ seconds, level })).toBe(isSpeech);
  });
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
