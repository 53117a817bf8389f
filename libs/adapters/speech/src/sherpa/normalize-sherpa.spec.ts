import { describe, expect, it } from '@jest/globals';
import { normalizeSherpa } from './normalize-sherpa.js';
import type { HeardTokens } from './recognizer-protocol.js';

const heard = (tokens: string[], timestamps: number[], changes: Partial<HeardTokens> = {}): HeardTokens => ({
  tokens,
  timestamps,
  startSeconds: 10,
  toSeconds: 100,
  ...changes,
});

describe('normalising what sherpa heard', () => {
  it('joins pieces to words on the clock of the audio', () => {
    // As sherpa-onnx-node gives it for an English zipformer: a blank begins a word.
    expect(normalizeSherpa(heard([' I', ' WANT', ' A', ' RE', 'F', 'UND'], [0.2, 0.4, 0.6, 0.68, 0.8, 0.92]))).toEqual({
      text: 'i want a refund',
      words: [
        { text: 'i', startMs: 10_200, endMs: 10_400 },
        { text: 'want', startMs: 10_400, endMs: 10_600 },
        { text: 'a', startMs: 10_600, endMs: 10_680 },
        { text: 'refund', startMs: 10_680, endMs: 11_220 },
      ],
    });
  });

  it('takes the mark of a word that sentencepiece writes, too, and keeps mixed case', () => {
    expect(normalizeSherpa(heard(['▁Hel', 'lo', '▁World'], [0, 0.1, 2])).words).toEqual([
      { text: 'Hello', startMs: 10_000, endMs: 10_400 },
      { text: 'World', startMs: 12_000, endMs: 12_300 },
    ]);
  });

  it('begins a word with a segment that begins in the middle of one', () => {
    expect(normalizeSherpa(heard(['UND', ' NOW'], [0, 0.2])).text).toBe('und now');
  });

  it('makes a word of each ideograph, without blanks between them', () => {
    const { text, words } = normalizeSherpa(heard(['昨', '天', '▁IS', '▁MON', 'DAY'], [0, 0.2, 0.4, 0.6, 0.7]));
    expect(text).toBe('昨天 is monday');
    expect(words.map((word) => word.text)).toEqual(['昨', '天', 'is', 'monday']);
  });

  it('puts bytes together', () => {
    expect(normalizeSherpa(heard(['▁caf', '<0xC3>', '<0xA9>'], [0, 0.1, 0.2])).text).toBe('café');
  });

  it('lets no word end after what was heard', () => {
    expect(normalizeSherpa(heard([' A', ' B'], [0, 0.5], { toSeconds: 10.4 })).words).toEqual([
      { text: 'a', startMs: 10_000, endMs: 10_300 },
      { text: 'b', startMs: 10_400, endMs: 10_400 },
    ]);
  });

  it('gives nothing for nothing', () => {
    expect(normalizeSherpa(heard([' '], [0]))).toEqual({ text: '', words: [] });
  });
});
