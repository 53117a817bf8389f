import { describe, expect, it } from '@jest/globals';
import { hiddenWordsOf, withMargin } from './hidden-spans.js';

/** "my card is [CARD] thanks", from 2 s to 10 s. */
const segment = {
  startMs: 2_000,
  endMs: 10_000,
  words: [
    { text: 'my', startMs: 2_000, endMs: 2_200 },
    { text: 'card', startMs: 2_200, endMs: 2_600 },
    { text: 'is', startMs: 2_600, endMs: 2_800 },
    { text: '[CARD]', startMs: 2_800, endMs: 9_400 },
    { text: 'thanks', startMs: 9_400, endMs: 10_000 },
  ],
  redactions: [{ kind: 'CARD' as const, startChar: 11, endChar: 17, startMs: 2_800, endMs: 9_400 }],
};
const untimed = [{ kind: 'CARD' as const, startChar: 11, endChar: 17 }];
const spanInMs = (changes: Partial<Parameters<typeof hiddenWordsOf>[0]>) =>
  hiddenWordsOf({ ...segment, ...changes }).map(({ kind, span }) => [kind, span.from / 1_000, span.to / 1_000]);

describe('the audio of hidden words', () => {
  it('is where the redaction says, else where its placeholder is', () => {
    expect(spanInMs({})).toEqual([['CARD', 2_800, 9_400]]);
    expect(spanInMs({ redactions: untimed })).toEqual([['CARD', 2_800, 9_400]]);
  });

  it('is the whole segment when no word has a time', () => {
    expect(spanInMs({ words: [], redactions: untimed })).toEqual([['CARD', 2_000, 10_000]]);
  });

  it('is the whole segment and the audio around it when word times are estimates', () => {
    expect(spanInMs({ areWordTimesEstimated: true })).toEqual([['CARD', 1_700, 10_300]]);
    expect(spanInMs({ areWordTimesEstimated: true, words: [], redactions: untimed })).toEqual([
      ['CARD', 1_700, 10_300],
    ]);
    expect(spanInMs({ areWordTimesEstimated: true, startMs: 100 })).toEqual([['CARD', 0, 10_300]]);
    expect(spanInMs({ areWordTimesEstimated: true, redactions: [] })).toEqual([]);
  });

  it('covers a card number that takes longer to say than its letters suggest', () => {
    // "my card is 4111 1111 1111 1111 thanks": shares by letters put the number at 4.3 s to 8.5 s; it was said from 2.8 s to 9.4 s.
    const redactions = [{ kind: 'CARD' as const, startChar: 11, endChar: 17, startMs: 4_316, endMs: 8_526 }];
    const heard = { from: 2_800_000, to: 9_400_000 };
    const isHidden = (areWordTimesEstimated: boolean) =>
      withMargin(
        hiddenWordsOf({ ...segment, redactions, areWordTimesEstimated }).map(({ span }) => span),
        250,
      ).spans.some(({ from, to }) => from <= heard.from && to >= heard.to);
    expect(isHidden(false)).toBe(false);
    expect(isHidden(true)).toBe(true);
  });
});
