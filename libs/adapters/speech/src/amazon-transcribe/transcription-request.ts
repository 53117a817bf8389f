import type {
  ConfigurationEvent,
  LanguageCode,
  StartCallAnalyticsStreamTranscriptionCommandInput,
  StartStreamTranscriptionCommandInput,
} from '@aws-sdk/client-transcribe-streaming';
import type { AnalyticsOptions } from './analytics-options.js';
import { chooseByLanguage, type TranscribeOptions } from './transcribe-options.js';

/** The audio of one session. */
export interface SessionFormat {
  readonly sampleRateHz: number;
  readonly channelCount: 1 | 2;
  readonly language: string;
}

/** The requests that open a session, without their audio. */
export type TranscriptionRequest =
  | { readonly api: 'standard'; readonly input: Omit<StartStreamTranscriptionCommandInput, 'AudioStream'> }
  | {
      readonly api: 'analytics';
      readonly input: Omit<StartCallAnalyticsStreamTranscriptionCommandInput, 'AudioStream'>;
      /** The first event. */
      readonly configuration: ConfigurationEvent;
    };

/** Who is on which channel: the index of the agent's. */
export type AgentChannel = 0 | 1;

/** Call Analytics needs two channels, so a track without a partner is streamed with the standard API. */
export const usesAnalytics = ({ channelCount }: SessionFormat, { analytics }: TranscribeOptions): boolean =>
  analytics !== null && channelCount === 2;

export function createRequest(
  format: SessionFormat,
  options: TranscribeOptions,
  agentChannel: AgentChannel,
): TranscriptionRequest {
  if (options.analytics === null || !usesAnalytics(format, options))
    return { api: 'standard', input: createTranscriptionRequest(format, options) };
  const {
    EnableChannelIdentification: _identification,
    NumberOfChannels: _channels,
    ...common
  } = createTranscriptionRequest(format, options);
  return {
    api: 'analytics',
    input: {
      ...(common as Omit<StartCallAnalyticsStreamTranscriptionCommandInput, 'AudioStream'>),
      ...(options.analytics.identifiesPii && { ContentIdentificationType: 'PII' as const }),
    },
    configuration: createConfiguration(options.analytics, agentChannel),
  };
}

/** The request that opens a session of the standard API, without its audio. */
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

function createConfiguration({ postCall }: AnalyticsOptions, agentChannel: AgentChannel): ConfigurationEvent {
  return {
    ChannelDefinitions: [
      { ChannelId: 0, ParticipantRole: agentChannel === 0 ? 'AGENT' : 'CUSTOMER' },
      { ChannelId: 1, ParticipantRole: agentChannel === 1 ? 'AGENT' : 'CUSTOMER' },
    ],
    ...(postCall !== null && {
      PostCallAnalyticsSettings: {
        OutputLocation: postCall.output,
        DataAccessRoleArn: postCall.roleArn,
        ...(postCall.redaction !== 'off' && { ContentRedactionOutput: postCall.redaction }),
      },
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
