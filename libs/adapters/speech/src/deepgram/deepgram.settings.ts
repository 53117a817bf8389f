import { flagSetting, listOfSetting, optionalTextSetting, webSocketUrl, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

/** The settings of Deepgram. */
export const deepgramSettings = z.object({
  DEEPGRAM_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters without spaces')
    .optional()
    .describe('API key of Deepgram. A secret. The engine deepgram needs it.'),
  DEEPGRAM_URL: z
    .url(webSocketUrl)
    .default('wss://api.deepgram.com/v1/listen')
    .describe('URL of the live transcription API of Deepgram, or of a server that speaks it.'),
  DEEPGRAM_MODEL: optionalTextSetting.default('nova-3').describe('Model of Deepgram.'),
  DEEPGRAM_MULTILINGUAL: flagSetting().describe(
    'Whether Deepgram finds the languages of a call itself (language=multi). Otherwise it gets the language of the call.',
  ),
  DEEPGRAM_KEYTERMS: listOfSetting(z.string()).describe(
    'Names and terms that callers say, separated by commas. Models before nova-3 do not take them.',
  ),
  DEEPGRAM_SMART_FORMAT: flagSetting('true').describe(
    'Whether Deepgram writes numbers, dates and amounts as digits. Otherwise it only adds punctuation.',
  ),
  DEEPGRAM_ENDPOINTING_MS: wholeNumberSetting(10, 5_000, 300).describe('Silence after which an utterance ends.'),
});
export type DeepgramSettings = z.infer<typeof deepgramSettings>;
