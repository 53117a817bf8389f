import { describe, expect, it } from '@jest/globals';
import type { Result } from '@aws-sdk/client-transcribe-streaming';
import { normalizeResult } from './normalize-amazon-transcribe.js';

/** In the shape of the API reference of `TranscriptEvent`. */
const recorded: Result = {
  ResultId: '1e9a55a3-0000-4000-8000-000000000000',
  ChannelId: 'ch_1',
  StartTime: 1.045,
  EndTime: 2.5,
  IsPartial: false,
  LanguageCode: 'es-US',
  Alternatives: [
    {
      Transcript: 'Hola, [NAME].',
      Items: [
        { Type: 'pronunciation', Content: 'Hola', StartTime: 1.045, EndTime: 1.5, Confidence: 0.98 },
        { Type: 'punctuation', Content: ',', StartTime: 1.5, EndTime: 1.5 },
        { Type: 'pronunciation', Content: '[NAME]', StartTime: 1.8, EndTime: 2.6, Confidence: 7 },
        { Type: 'punctuation', Content: '.', StartTime: 2.6, EndTime: 2.6 },
      ],
    },
  ],
};

describe('a result of Amazon Transcribe', () => {
  it('becomes words in milliseconds, with their punctuation, within the result', () => {
    expect(normalizeResult(recorded, 'en-US')).toEqual({
      channel: 1,
      resultId: '1e9a55a3-0000-4000-8000-000000000000',
      isFinal: true,
      startMs: 1_045,
      endMs: 2_500,
      text: 'Hola, [NAME].',
      words: [
        { text: 'Hola,', startMs: 1_045, endMs: 1_500, confidence: 0.98 },
        { text: '[NAME].', startMs: 1_800, endMs: 2_500 },
      ],
      language: 'es-US',
    });
  });

  it('has the language of the session when it names none, and channel 0 when there is one channel', () => {
    const { ChannelId: _channel, LanguageCode: _language, ...rest } = recorded;
    expect(normalizeResult(rest, 'en-US')).toMatchObject({ channel: 0, language: 'en-US' });
  });

  it('may have no words', () => {
    expect(normalizeResult({ ...recorded, Alternatives: [] }, undefined)).toMatchObject({ text: '', words: [] });
    expect(normalizeResult({ ...recorded, Alternatives: [{}] }, undefined)).toMatchObject({ text: '', words: [] });
  });

  it.each([
    ['no id', { ResultId: undefined }],
    ['no start', { StartTime: undefined }],
    ['an end before its start', { EndTime: 1 }],
    ['times that are no numbers', { StartTime: NaN }],
    ['an unknown channel', { ChannelId: 'ch_7' }],
  ])('with %s fails the stream, so that the audio is sent again', (_, change) => {
    expect(() => normalizeResult({ ...recorded, ...change }, undefined)).toThrow(
      expect.objectContaining({ code: 'SPEECH_RESULT_INVALID', retryable: true }),
    );
  });
});
