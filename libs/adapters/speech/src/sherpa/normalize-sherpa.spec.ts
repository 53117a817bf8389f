import { describe, expect, it } from '@jest/globals';
import { normalizeSherpa } from './normalize-sherpa.js';
import type { RecognizedTokens } from './recognizer-protocol.js';

const result = (tokens: string[], timestamps: number[], changes: Partial<RecognizedTokens> = {}): RecognizedTokens => ({
  tokens,
  timestamps,
  startSeconds: 10,
  toSeconds: 100,
  ...changes,
});

describe('normalizing results of sherpa', () => {
  it('joins pieces into words with their times in the audio', () => {
    // From sherpa-onnx-node with an English zipformer: a blank begins a word.
    expect(normalizeSherpa(result([' I', ' WANT', ' A', ' RE', 'F', 'UND'], [0.2, 0.4, 0.6, 0.68, 0.8, 0.92]))).toEqual(
      {
        text: 'i want a refund',
        words: [
          { text: 'i', startMs: 10_200, endMs: 10_400 },
          { text: 'want', startMs: 10_400, endMs: 10_600 },
          { text: 'a', startMs: 10_600, endMs: 10_680 },
          { text: 'refund', startMs: 10_680, endMs: 11_220 },
        ],
      },
    );
  });

  it('also reads the word mark of sentencepiece, and keeps mixed case', () => {
    expect(normalizeSherpa(result(['▁Hel', 'lo', '▁World'], [0, 0.1, 2])).words).toEqual([
      { text: 'Hello', startMs: 10_000, endMs: 10_400 },
      { text: 'World', startMs: 12_000, endMs: 12_300 },
    ]);
  });

  it('starts a word with the segment, even in mid-word', () => {
    expect(normalizeSherpa(result(['UND', ' NOW'], [0, 0.2])).text).toBe('und now');
  });

  it('makes each ideograph a word, without blanks between them', () => {
    const { text, words } = normalizeSherpa(result(['昨', '天', '▁IS', '▁MON', 'DAY'], [0, 0.2, 0.4, 0.6, 0.7]));
    expect(text).toBe('昨天 is monday');
    expect(words.map((word) => word.text)).toEqual(['昨', '天', 'is', 'monday']);
  });

  it('joins bytes into characters', () => {
    expect(normalizeSherpa(result(['▁caf', '<0xC3>', '<0xA9>'], [0, 0.1, 0.2])).text).toBe('café');
  });

  it('ends no word after the recognised audio', () => {
    expect(normalizeSherpa(result([' A', ' B'], [0, 0.5], { toSeconds: 10.4 })).words).toEqual([
      { text: 'a', startMs: 10_000, endMs: 10_300 },
      { text: 'b', startMs: 10_400, endMs: 10_400 },
    ]);
  });

  it('returns nothing for empty tokens', () => {
    expect(normalizeSherpa(result([' '], [0]))).toEqual({ text: '', words: [] });
  });
});
