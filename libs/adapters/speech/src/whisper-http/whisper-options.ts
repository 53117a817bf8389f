import { Failure } from '@earshot/ports';
import type { WhisperHttpSettings } from './whisper-http.settings.js';

/** How a Whisper server is asked. */
export interface WhisperOptions {
  readonly endpoint: string;
  readonly apiKey: string | undefined;
  readonly model: string;
  readonly prompt: string | undefined;
  readonly detectsLanguage: boolean;
  readonly givesPartials: boolean;
  readonly maxRequests: number;
  readonly timeoutMs: number;
}

/** Null without a URL. Throws `Failure` `SPEECH_OPTIONS_INVALID` for a URL that carries credentials. */
export function parseWhisperOptions(settings: WhisperHttpSettings): WhisperOptions | null {
  const { WHISPER_URL: url } = settings;
  if (url === undefined) return null;
  return {
    endpoint: endpointOf(url),
    apiKey: settings.WHISPER_API_KEY,
    model: settings.WHISPER_MODEL,
    prompt: settings.WHISPER_PROMPT,
    detectsLanguage: settings.WHISPER_DETECT_LANGUAGE,
    givesPartials: settings.WHISPER_PARTIALS,
    maxRequests: settings.WHISPER_MAX_REQUESTS,
    timeoutMs: settings.WHISPER_TIMEOUT_SECONDS * 1_000,
  };
}

/** What the engine that sends the utterances needs of it. */
export const engineOptionsOf = ({ model, prompt, detectsLanguage, givesPartials, maxRequests }: WhisperOptions) => ({
  name: `whisper-http:${model}`,
  metricsPrefix: 'earshot_whisper',
  prompt,
  detectsLanguage,
  givesPartials,
  maxRequests,
});

/** A complete endpoint stays as it is, because the path of whisper.cpp's server is a matter of its configuration. */
function endpointOf(text: string): string {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw new Failure('SPEECH_OPTIONS_INVALID', 'WHISPER_URL: the key belongs in WHISPER_API_KEY, not in the URL');
  const path = url.pathname.replace(/\/+$/, '');
  if (!/\/(transcriptions|inference)$/.test(path)) url.pathname = `${path === '' ? '/v1' : path}/audio/transcriptions`;
  return url.href;
}
