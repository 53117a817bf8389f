import { describe, expect, it } from '@jest/globals';
import { normalizeWhisper } from './normalize-whisper.js';

const TWO_SECONDS = 32_000;

/** Answers in the shapes that the servers document. */
const openAi = {
  task: 'transcribe',
  language: 'english',
  duration: 2,
  text: 'Hello, I moved.',
  segments: [
    {
      id: 0,
      seek: 0,
      start: 0,
      end: 2,
      text: ' Hello, I moved.',
      tokens: [1],
      temperature: 0,
      avg_logprob: -0.3,
      compression_ratio: 0.8,
      no_speech_prob: 0.02,
    },
  ],
  words: [
    { word: 'Hello', start: 0.2, end: 0.5 },
    { word: 'I', start: 0.6, end: 0.7 },
    { word: 'moved', start: 0.7, end: 2.4 },
  ],
};
const whisperCpp = {
  text: ' Hello, I moved.\n',
  language: 'en',
  segments: [
    {
      text: ' Hello, I moved.',
      start: 0,
      end: 2,
      words: [
        { word: ' Hello,', start: 0.2, end: 0.5, t_dtw: -1, probability: 0.9 },
        { word: ' I', start: 0.6, end: 0.7, t_dtw: -1, probability: 0.8 },
        { word: ' moved.', start: 0.7, end: 1.2, t_dtw: -1, probability: 0.7 },
      ],
    },
  ],
};

describe('an answer', () => {
  it('of OpenAI has the punctuation of the text, and times within the audio', () => {
    expect(normalizeWhisper(openAi, TWO_SECONDS)).toEqual({
      text: 'Hello, I moved.',
      language: 'en',
      words: [
        { text: 'Hello,', startMs: 200, endMs: 500 },
        { text: 'I', startMs: 600, endMs: 700 },
        { text: 'moved.', startMs: 700, endMs: 2_000 },
      ],
    });
  });

  it('of whisper.cpp has words within its segments, with confidence', () => {
    expect(normalizeWhisper(whisperCpp, TWO_SECONDS).words?.at(-1)).toEqual({
      text: 'moved.',
      startMs: 700,
      endMs: 1_200,
      confidence: 0.7,
    });
  });

  it('with text only, or with words that do not fit it, has no times', () => {
    expect(normalizeWhisper({ text: ' Hello. ' }, TWO_SECONDS)).toEqual({ text: 'Hello.' });
    expect(normalizeWhisper({ ...openAi, text: 'Hello, I have moved.' }, TWO_SECONDS).words).toBeUndefined();
  });

  it('loses the segments that the model takes for noise, and their words', () => {
    const answer = {
      text: 'Hello. Thank you.',
      segments: [
        { text: ' Hello.', start: 0, end: 1, no_speech_prob: 0.1, avg_logprob: -0.2, compression_ratio: 0.7 },
        { text: ' Thank you.', start: 1, end: 2, no_speech_prob: 0.8, avg_logprob: -1.3, compression_ratio: 0.7 },
      ],
      words: [
        { word: 'Hello', start: 0.1, end: 0.5 },
        { word: 'Thank', start: 1.1, end: 1.4 },
        { word: 'you', start: 1.4, end: 1.5 },
      ],
    };
    expect(normalizeWhisper(answer, TWO_SECONDS)).toMatchObject({
      text: 'Hello.',
      words: [{ text: 'Hello.', startMs: 100, endMs: 500 }],
    });
  });

  it('keeps quiet speech that the model is sure of', () => {
    const answer = { text: 'Yes.', segments: [{ text: 'Yes.', no_speech_prob: 0.9, avg_logprob: -0.4 }] };
    expect(normalizeWhisper(answer, TWO_SECONDS).text).toBe('Yes.');
  });

  it.each([[null], ['text'], [{}], [{ text: 3 }], [{ text: '', segments: 'x' }]])('%j is invalid', (answer) => {
    expect(() => normalizeWhisper(answer, TWO_SECONDS)).toThrow('an answer without a usable text');
  });
});
