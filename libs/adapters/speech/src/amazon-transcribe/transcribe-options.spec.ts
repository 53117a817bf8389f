import { describe, expect, it } from '@jest/globals';
import { amazonTranscribeSettings } from './amazon-transcribe.settings.js';
import { chooseByLanguage, parseTranscribeOptions } from './transcribe-options.js';
import { createRequest, createTranscriptionRequest } from './transcription-request.js';

const parse = (settings: Record<string, string>, language = 'en-US') =>
  parseTranscribeOptions(amazonTranscribeSettings.parse(settings), language);
const identify = { TRANSCRIBE_LANGUAGE_MODE: 'identify-language', TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US, es-US' };
const analytics = { TRANSCRIBE_API_MODE: 'analytics' };
const output = {
  TRANSCRIBE_POST_CALL_OUTPUT: 's3://my-bucket/calls/',
  TRANSCRIBE_POST_CALL_ROLE: 'arn:aws:iam::111122223333:role/transcribe',
};

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
    ['TRANSCRIBE_ALERT_CATEGORIES', { TRANSCRIBE_ALERT_CATEGORIES: 'Cancellation' }],
    ['TRANSCRIBE_PII_IDENTIFICATION', { TRANSCRIBE_PII_IDENTIFICATION: 'true' }],
    ['TRANSCRIBE_POST_CALL_OUTPUT', { TRANSCRIBE_POST_CALL_OUTPUT: output.TRANSCRIBE_POST_CALL_OUTPUT }],
    ['TRANSCRIBE_POST_CALL_ROLE', { TRANSCRIBE_POST_CALL_ROLE: output.TRANSCRIBE_POST_CALL_ROLE }],
    ['TRANSCRIBE_POST_CALL_REDACTION', { TRANSCRIBE_POST_CALL_REDACTION: 'redacted' }],
    ['TRANSCRIBE_POST_CALL_OUTPUT', { ...analytics, TRANSCRIBE_POST_CALL_OUTPUT: output.TRANSCRIBE_POST_CALL_OUTPUT }],
    ['TRANSCRIBE_POST_CALL_ROLE', { ...analytics, TRANSCRIBE_POST_CALL_ROLE: output.TRANSCRIBE_POST_CALL_ROLE }],
    ['TRANSCRIBE_POST_CALL_REDACTION', { ...analytics, TRANSCRIBE_POST_CALL_REDACTION: 'redacted' }],
    [
      'TRANSCRIBE_PII_IDENTIFICATION',
      { ...analytics, TRANSCRIBE_PII_IDENTIFICATION: 'true', TRANSCRIBE_REDACTION: 'true' },
    ],
    ['TRANSCRIBE_PII_IDENTIFICATION', { ...analytics, ...identify, TRANSCRIBE_PII_IDENTIFICATION: 'true' }],
    [
      'TRANSCRIBE_LANGUAGE_MODE',
      { ...analytics, ...identify, TRANSCRIBE_LANGUAGE_MODE: 'identify-multiple-languages' },
    ],
    ['TRANSCRIBE_LANGUAGE_OPTIONS', { ...analytics, ...identify, TRANSCRIBE_LANGUAGE_OPTIONS: 'en-US, ja-JP' }],
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

  it('refuse a language that Call Analytics does not know, and post-call settings of another form', () => {
    expect(() => parse(analytics, 'ja-JP')).toThrow(/^TRANSCRIBE_API_MODE: .* en-US/);
    expect(() => parse({ ...analytics, TRANSCRIBE_PII_IDENTIFICATION: 'true' }, 'de-DE')).toThrow(
      /^TRANSCRIBE_PII_IDENTIFICATION: .* en-US/,
    );
    for (const wrong of [
      { TRANSCRIBE_POST_CALL_OUTPUT: 'my-bucket' },
      { TRANSCRIBE_POST_CALL_ROLE: 'transcribe' },
      { TRANSCRIBE_POST_CALL_REDACTION: 'yes' },
      { TRANSCRIBE_API_MODE: 'whisper' },
    ])
      expect(() => amazonTranscribeSettings.parse(wrong)).toThrow(Object.keys(wrong)[0]);
  });

  it('configure a session of Call Analytics, and leave a track without a partner to the standard API', () => {
    const format = { sampleRateHz: 8_000, channelCount: 2, language: 'en-US' } as const;
    const options = parse({ ...analytics, ...output, TRANSCRIBE_POST_CALL_REDACTION: 'redacted_and_unredacted' });
    expect(createRequest(format, options, 1)).toEqual({
      api: 'analytics',
      input: { MediaEncoding: 'pcm', MediaSampleRateHertz: 8_000, LanguageCode: 'en-US' },
      configuration: {
        ChannelDefinitions: [
          { ChannelId: 0, ParticipantRole: 'CUSTOMER' },
          { ChannelId: 1, ParticipantRole: 'AGENT' },
        ],
        PostCallAnalyticsSettings: {
          OutputLocation: 's3://my-bucket/calls/',
          DataAccessRoleArn: 'arn:aws:iam::111122223333:role/transcribe',
          ContentRedactionOutput: 'redacted_and_unredacted',
        },
      },
    });
    expect(createRequest({ ...format, channelCount: 1 }, options, 1)).toMatchObject({ api: 'standard' });
    expect(createRequest(format, parse({}), 1)).toMatchObject({ api: 'standard' });
    expect(createRequest(format, parse({ ...analytics, ...identify }), 0)).toMatchObject({
      input: { IdentifyLanguage: true, LanguageOptions: 'en-US,es-US' },
      configuration: { ChannelDefinitions: [{ ParticipantRole: 'AGENT' }, { ParticipantRole: 'CUSTOMER' }] },
    });
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
