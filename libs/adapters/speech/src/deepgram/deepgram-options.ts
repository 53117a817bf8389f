import { Failure } from '@earshot/ports';
import type { DeepgramSettings } from './deepgram.settings.js';

/** How Deepgram is asked. */
export interface DeepgramOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
  readonly isMultilingual: boolean;
  readonly keyterms: readonly string[];
  readonly isFormatted: boolean;
  readonly endpointingMs: number;
}

/** The audio of one stream. */
export interface DeepgramAudio {
  readonly sampleRateHz: number;
  readonly language: string;
}

/** The shortest pause that Deepgram reports with `UtteranceEnd`. */
const UTTERANCE_END_MS = 1_000;

/** Null without a key. Throws `Failure` `SPEECH_OPTIONS_INVALID` for a URL that carries credentials. */
export function parseDeepgramOptions(settings: DeepgramSettings): DeepgramOptions | null {
  const { DEEPGRAM_API_KEY: apiKey, DEEPGRAM_URL: url } = settings;
  if (apiKey === undefined) return null;
  const { username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw new Failure('SPEECH_OPTIONS_INVALID', 'DEEPGRAM_URL: the key belongs in DEEPGRAM_API_KEY, not in the URL');
  return {
    url,
    apiKey,
    model: settings.DEEPGRAM_MODEL,
    isMultilingual: settings.DEEPGRAM_MULTILINGUAL,
    keyterms: settings.DEEPGRAM_KEYTERMS,
    isFormatted: settings.DEEPGRAM_SMART_FORMAT,
    endpointingMs: settings.DEEPGRAM_ENDPOINTING_MS,
  };
}

/** The URL that opens a stream. https://developers.deepgram.com/reference/speech-to-text/listen-streaming */
export function listenUrl(options: DeepgramOptions, { sampleRateHz, language }: DeepgramAudio): string {
  const url = new URL(options.url);
  const parameters = {
    model: options.model,
    language: options.isMultilingual ? 'multi' : language,
    encoding: 'linear16',
    sample_rate: String(sampleRateHz),
    channels: '1',
    interim_results: 'true',
    endpointing: String(options.endpointingMs),
    utterance_end_ms: String(UTTERANCE_END_MS),
    punctuate: 'true',
    ...(options.isFormatted && { smart_format: 'true' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  for (const keyterm of options.keyterms) url.searchParams.append('keyterm', keyterm);
  return url.href;
}
