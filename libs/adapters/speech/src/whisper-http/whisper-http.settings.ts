import { flagSetting, httpUrl, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

/** The settings of a Whisper server. `parseWhisperOptions` checks the URL. */
export const whisperHttpSettings = z.object({
  WHISPER_URL: z
    .url(httpUrl)
    .optional()
    .describe(
      'URL of a server with the transcription API of OpenAI, e.g. https://api.openai.com/v1 or http://localhost:8000/v1. The engine whisper-http needs it.',
    ),
  WHISPER_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters without spaces')
    .optional()
    .describe('Key that the Whisper server expects as a bearer token. A secret. Without it no key is sent.'),
  WHISPER_MODEL: optionalTextSetting
    .default('whisper-1')
    .describe('Model that the Whisper server is asked for. Servers with one model ignore it.'),
  WHISPER_DETECT_LANGUAGE: flagSetting().describe(
    'Whether the Whisper server finds the language of each utterance. Otherwise it gets the language of the call.',
  ),
  WHISPER_PROMPT: optionalTextSetting.describe(
    'Text that prepares the model, such as names and product words that callers say. Models read at most 224 tokens of it.',
  ),
  WHISPER_PARTIALS: flagSetting('true').describe(
    'Whether utterances that are still spoken are transcribed too. With partials, the server gets the audio of an utterance several times.',
  ),
  WHISPER_MAX_REQUESTS: wholeNumberSetting(1, 256, 4).describe(
    'Requests that a process has at the Whisper server at once. More utterances wait.',
  ),
  WHISPER_TIMEOUT_SECONDS: wholeNumberSetting(1, 300, 15).describe(
    'A request without an answer after this long is sent again.',
  ),
});
export type WhisperHttpSettings = z.infer<typeof whisperHttpSettings>;
