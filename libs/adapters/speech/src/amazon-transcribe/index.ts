import { pause } from '@earshot/ports';
import { errorReason } from '../error-text.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { AmazonTranscribeSpeechEngine } from './amazon-transcribe.speech-engine.js';
import type { AmazonTranscribeSettings } from './amazon-transcribe.settings.js';
import { parseTranscribeOptions } from './transcribe-options.js';

const FIRST_LOOK_MS = 5_000;
const LOOK_AGAIN_MS = 30_000;

/** Needs a region and AWS credentials. It looks for missing credentials again every 30 s. */
export const prepare: PrepareSpeechEngine<AmazonTranscribeSettings> = async (settings, { language, clock }) => {
  const options = parseTranscribeOptions(settings, language);
  const { AWS_REGION: region, TRANSCRIBE_ENDPOINT: endpoint, TRANSCRIBE_SESSION_MINUTES: minutes } = settings;
  if (region === undefined)
    return { current: () => ({ engine: null, reason: 'AWS_REGION is not set' }), close: async () => {} };
  const engine = new AmazonTranscribeSpeechEngine({ region, endpoint, options, renewAfterMs: minutes * 60_000 }, clock);
  let missing: string | null = 'it looks for AWS credentials';
  const closing = new AbortController();
  const look = async () => {
    while (missing !== null && !closing.signal.aborted) {
      missing = await engine.findCredentials().then(
        () => null,
        (error: unknown) => `there are no AWS credentials: ${errorReason(error)}`,
      );
      if (missing !== null) await pause(clock, LOOK_AGAIN_MS, closing.signal);
    }
  };
  await Promise.race([look(), pause(clock, FIRST_LOOK_MS)]);
  return {
    current: () =>
      missing === null
        ? { engine, reason: `streams to Amazon Transcribe in ${region}` }
        : { engine: null, reason: missing },
    close: async () => {
      closing.abort();
      await engine.close();
    },
  };
};
