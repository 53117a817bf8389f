import { describe, expect, it } from '@jest/globals';
import { amazonTranscribeSettings } from './amazon-transcribe.settings.js';
import { chooseByLanguage, parseTranscribeOptions } from './transcribe-options.js';
import { createTranscriptionRequest } from './transcription-request.js';

const parse = (settings: Record<string, string>, language = 'en-US') =>
  parseTranscribeOptions(amazonTranscribeSettings.parse(settings), language);
const identify = { TRANSCRIBE_LANGUAGE_MODE: 'identify-language', TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US, es-US' };

describe('the options of Amazon Transcribe', () => {
  it.each([
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US, es-US' }],
    ['TRANSCRIBE_PREFERRED_LANGUAGE', { TRANSCRIBE_PREFERRED_LANGUAGE: 'en-US' }],
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { TRANSCRIBE_LANGUAGE_MODE: 'identify-language' }],
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { ...identify, TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US' }],
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { ...identify, TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US, en-GB' }],
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { ...identify, TRANSCRIBE_LANGUAGE_OPTIONS: 'English, es-US' }],
    ['TRANSCRIBE_PREFERRED_LANGUAGE', { ...identify, TRANSCRIBE_PREFERRED_LANGUAGE: 'fr-FR' }],
    ['TRANSCRIBE_VOCABULARY', { ...identify, TRANSCRIBE_VOCABULARY: 'support' }],
    ['TRANSCRIBE_LANGUAGE_MODEL', { ...identify, TRANSCRIBE_LANGUAGE_MODEL: 'bank' }],
    ['TRANSCRIBE_REDACTION', { ...identify, TRANSCRIBE_REDACTION: 'true' }],
    ['TRANSCRIBE_VOCABULARY', { TRANSCRIBE_VOCABULARY: 'support, bank_en-US' }],
    ['TRANSCRIBE_PII_TYPES', { TRANSCRIBE_PII_TYPES: 'NAME' }],
  ])('refuse %s in %j', (setting, settings) => {
    expect(() => parse(settings)).toThrow(
      expect.objectContaining({ code: 'SPEECH_OPTIONS_INVALID', message: expect.stringMatching(`^${setting}: `) }),
    );
  });

  it('refuse a language without its country, and redaction in a language that has none', () => {
    expect(() => parse({}, 'en')).toThrow(/^SPEECH_LANGUAGE: /);
    expect(() => parse({ TRANSCRIBE_REDACTION: 'true' }, 'de-DE')).toThrow(/^TRANSCRIBE_REDACTION: .* en-US/);
    expect(() => amazonTranscribeSettings.parse({ TRANSCRIBE_PII_TYPES: 'NAME, SHOE_SIZE' })).toThrow(/TRANSCRIBE_PII/);
  });

  it('identify one language or several, with options and a preferred one', () => {
    const format = { sampleRateHz: 8_000, channelCount: 2, language: 'en-US' } as const;
    const request = (mode: string) =>
      createTranscriptionRequest(
        format,
        parse({ ...identify, TRANSCRIBE_LANGUAGE_MODE: mode, TRANSCRIBE_PREFERRED_LANGUAGE: 'es-US' }),
      );
    const common = {
      MediaEncoding: 'pcm',
      MediaSampleRateHertz: 8_000,
      EnableChannelIdentification: true,
      NumberOfChannels: 2,
      LanguageOptions: 'en-US,es-US',
      PreferredLanguage: 'es-US',
    };
    expect(request('identify-language')).toEqual({ ...common, IdentifyLanguage: true });
    expect(request('identify-multiple-languages')).toEqual({ ...common, IdentifyMultipleLanguages: true });
  });

  it('redact all types unless some are named', () => {
    const request = createTranscriptionRequest(
      { sampleRateHz: 16_000, channelCount: 1, language: 'en-US' },
      parse({ TRANSCRIBE_REDACTION: 'true' }),
    );
    expect(request).toEqual({
      MediaEncoding: 'pcm',
      MediaSampleRateHertz: 16_000,
      LanguageCode: 'en-US',
      ContentRedactionType: 'PII',
    });
  });

  it('give a call the vocabulary of its language', () => {
    expect(chooseByLanguage(['support'], 'fr-CA')).toBe('support');
    expect(chooseByLanguage(['support_en-US', 'support_fr-CA'], 'fr-CA')).toBe('support_fr-CA');
    expect(chooseByLanguage(['support_en-US', 'support_fr-CA'], 'de-DE')).toBeUndefined();
    expect(chooseByLanguage([], 'de-DE')).toBeUndefined();
  });
});
