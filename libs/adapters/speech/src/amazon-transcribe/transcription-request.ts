import type { LanguageCode, StartStreamTranscriptionCommandInput } from '@aws-sdk/client-transcribe-streaming';
import { chooseByLanguage, type TranscribeOptions } from './transcribe-options.js';

/** The audio of one session. */
export interface SessionFormat {
  readonly sampleRateHz: number;
  readonly channelCount: 1 | 2;
  readonly language: string;
}

/** The request that opens a session, without its audio. */
export function createTranscriptionRequest(
  { sampleRateHz, channelCount, language }: SessionFormat,
  options: TranscribeOptions,
): Omit<StartStreamTranscriptionCommandInput, 'AudioStream'> {
  const { partialStability, redactedTypes } = options;
  const vocabulary = chooseByLanguage(options.vocabularies, language);
  const languageModel = chooseByLanguage(options.languageModels, language);
  return {
    MediaEncoding: 'pcm',
    MediaSampleRateHertz: sampleRateHz,
    ...(channelCount === 2 && { EnableChannelIdentification: true, NumberOfChannels: 2 }),
    ...languageOf(options.language, language),
    ...(vocabulary !== undefined && { VocabularyName: vocabulary }),
    ...(languageModel !== undefined && { LanguageModelName: languageModel }),
    ...(redactedTypes !== null && { ContentRedactionType: 'PII' }),
    ...(redactedTypes !== null && redactedTypes.length > 0 && { PiiEntityTypes: redactedTypes.join(',') }),
    ...(partialStability !== 'off' && {
      EnablePartialResultsStabilization: true,
      PartialResultsStability: partialStability,
    }),
  };
}

function languageOf(
  chosen: TranscribeOptions['language'],
  language: string,
): Partial<StartStreamTranscriptionCommandInput> {
  if (chosen.mode === 'fixed') return { LanguageCode: language as LanguageCode };
  return {
    ...(chosen.mode === 'identify-language' ? { IdentifyLanguage: true } : { IdentifyMultipleLanguages: true }),
    LanguageOptions: chosen.options.join(','),
    ...(chosen.preferred !== undefined && { PreferredLanguage: chosen.preferred as LanguageCode }),
  };
}
