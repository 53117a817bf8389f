import { z } from 'zod';
import {
  flagSetting,
  httpUrl,
  listOfSetting,
  optionalTextSetting,
  sharedSettings,
  wholeNumberSetting,
} from '@earshot/contracts';
import { apiModes, languageModes, partialStabilities, piiTypes, postCallRedactions } from './transcribe-values.js';

/** The settings of Amazon Transcribe. `parseTranscribeOptions` checks which of them go together. */
export const amazonTranscribeSettings = z.object({
  AWS_REGION: sharedSettings.AWS_REGION,
  TRANSCRIBE_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe('URL of an Amazon Transcribe server other than that of the region, for example a VPC endpoint.'),
  TRANSCRIBE_API_MODE: z
    .enum(apiModes)
    .default('standard')
    .describe(
      'API of Amazon Transcribe: standard gives words, analytics (Call Analytics) also sentiment, issues and categories for a call with two tracks.',
    ),
  TRANSCRIBE_ALERT_CATEGORIES: listOfSetting(z.string().max(128)).describe(
    'Categories of Call Analytics that are alerts, separated by commas; * means all.',
  ),
  TRANSCRIBE_PII_IDENTIFICATION: flagSetting().describe(
    "Whether Call Analytics marks private details, such as names and addresses, which Earshot's redaction then hides.",
  ),
  TRANSCRIBE_POST_CALL_OUTPUT: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/, 'expected s3://BUCKET/FOLDER')
    .optional()
    .describe('Place in S3 for the post-call report and the audio of Call Analytics, e.g. s3://my-bucket/calls/.'),
  TRANSCRIBE_POST_CALL_ROLE: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'expected the ARN of a role')
    .optional()
    .describe('ARN of the role that lets Amazon Transcribe write to TRANSCRIBE_POST_CALL_OUTPUT.'),
  TRANSCRIBE_POST_CALL_REDACTION: z
    .enum(postCallRedactions)
    .default('off')
    .describe('Whether the post-call report is redacted, or comes in both forms.'),
  TRANSCRIBE_LANGUAGE_MODE: z
    .enum(languageModes)
    .default('fixed')
    .describe(
      'How Amazon Transcribe knows the language: fixed takes SPEECH_LANGUAGE, identify-language finds the one language of each call, identify-multiple-languages allows several in one call.',
    ),
  TRANSCRIBE_LANGUAGE_OPTIONS: listOfSetting(z.string()).describe(
    'Languages to choose from when Amazon Transcribe identifies the language, separated by commas: two or more, one dialect each, e.g. en-US, es-US.',
  ),
  TRANSCRIBE_PREFERRED_LANGUAGE: optionalTextSetting.describe(
    'The most likely one of TRANSCRIBE_LANGUAGE_OPTIONS, so that it is identified sooner.',
  ),
  TRANSCRIBE_VOCABULARY: listOfSetting(z.string()).describe(
    'Custom vocabulary. Of several names, separated by commas, a call gets the one that ends with its language, e.g. support_en-US.',
  ),
  TRANSCRIBE_LANGUAGE_MODEL: listOfSetting(z.string()).describe(
    'Custom language model. Of several names, separated by commas, a call gets the one that ends with its language.',
  ),
  TRANSCRIBE_REDACTION: flagSetting().describe(
    'Whether Amazon Transcribe replaces private details in its text with their type, such as [NAME].',
  ),
  TRANSCRIBE_PII_TYPES: listOfSetting(z.enum(piiTypes)).describe(
    'Types that TRANSCRIBE_REDACTION replaces, separated by commas. Default: all.',
  ),
  TRANSCRIBE_PARTIAL_STABILITY: z
    .enum(partialStabilities)
    .default('off')
    .describe('How soon the words of partials stop changing. Higher is sooner and less accurate.'),
  TRANSCRIBE_SESSION_MINUTES: wholeNumberSetting(1, 235, 230).describe(
    'A session that lasts this long is replaced with a new one. Amazon Transcribe ends sessions after 240 minutes.',
  ),
});
export type AmazonTranscribeSettings = z.infer<typeof amazonTranscribeSettings>;
