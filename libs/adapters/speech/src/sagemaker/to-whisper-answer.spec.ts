import { expect, it } from '@jest/globals';
import { normalizeWhisper } from '../requests/normalize-whisper.js';
import { toWhisperAnswer } from './to-whisper-answer.js';

const TWO_SECONDS = 32_000;
const read = (answer: unknown) => normalizeWhisper(toWhisperAnswer(answer), TWO_SECONDS);

it('reads the answers that the containers document', () => {
  const jumpStart = { text: [' Hello, I moved.'] };
  const huggingFace = {
    text: ' Hello, I moved.',
    chunks: [
      { text: ' Hello,', timestamp: [0.2, 0.5] },
      { text: ' I', timestamp: [0.6, 0.7] },
      { text: ' moved.', timestamp: [0.7, 1.2] },
    ],
  };
  expect(read(jumpStart)).toMatchObject({ text: 'Hello, I moved.', words: undefined });
  expect(read([{ text: 'Hello, I moved.' }]).text).toBe('Hello, I moved.');
  expect(read(huggingFace).words).toEqual([
    { text: 'Hello,', startMs: 200, endMs: 500 },
    { text: 'I', startMs: 600, endMs: 700 },
    { text: 'moved.', startMs: 700, endMs: 1_200 },
  ]);
});

it('has no word times where a chunk is a phrase, or has no end', () => {
  expect(read({ text: 'Hello there', chunks: [{ text: 'Hello there', timestamp: [0, 1] }] }).words).toBeUndefined();
  expect(read({ text: 'Hello', chunks: [{ text: 'Hello', timestamp: [0, null] }] }).words).toBeUndefined();
});

it.each([[null], ['text'], [[]], [{ text: [] }], [{ output: 'a' }]])('%j is no usable answer', (answer) => {
  expect(() => read(answer)).toThrow('an answer without a usable text');
});
