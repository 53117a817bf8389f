import { prepareRequests, unavailable } from '../requests/prepare-requests.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { WhisperClient } from './whisper-client.js';
import type { WhisperHttpSettings } from './whisper-http.settings.js';
import { engineOptionsOf, parseWhisperOptions } from './whisper-options.js';

/** Needs the URL of a server. */
export const prepare: PrepareSpeechEngine<WhisperHttpSettings> = async (settings, host) => {
  const options = parseWhisperOptions(settings);
  if (options === null) return unavailable('WHISPER_URL is not set');
  const client = new WhisperClient(options, host.clock);
  const service = {
    name: 'the Whisper server',
    client,
    engine: engineOptionsOf(options),
    reason: `sends utterances to ${new URL(options.endpoint).host}`,
    probe: (signal: AbortSignal) => client.probe(signal),
  };
  return prepareRequests(service, host);
};
