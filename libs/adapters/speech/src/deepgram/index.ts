import { pause } from '@earshot/ports';
import { ServiceCheck } from '../service-check.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { parseDeepgramOptions } from './deepgram-options.js';
import { DeepgramSpeechEngine } from './deepgram.speech-engine.js';
import type { DeepgramSettings } from './deepgram.settings.js';

const FIRST_LOOK_MS = 5_000;
const PROBE_RATE_HZ = 8_000;

/** Needs a key that Deepgram accepts. */
export const prepare: PrepareSpeechEngine<DeepgramSettings> = async (settings, { clock, logger, language }) => {
  const options = parseDeepgramOptions(settings);
  if (options === null)
    return { current: () => ({ engine: null, reason: 'DEEPGRAM_API_KEY is not set' }), close: async () => {} };
  const engine: DeepgramSpeechEngine = new DeepgramSpeechEngine(
    {
      options,
      findRefusal: () => check.obstacle,
      onRefused: (failure) => check.noteRefusal(failure),
    },
    clock,
  );
  const probe = () => engine.probe({ sampleRateHz: PROBE_RATE_HZ, language });
  const check = new ServiceCheck({ name: 'Deepgram', probe }, clock, logger);
  await Promise.race([check.look(), pause(clock, FIRST_LOOK_MS)]);
  return {
    current: () =>
      check.obstacle === null
        ? { engine, reason: `streams to ${new URL(options.url).host}` }
        : { engine: null, reason: check.obstacle.message },
    close: async () => {
      // A probe that waits for its answer ends with the engine.
      await Promise.all([engine.close(), check.close()]);
    },
  };
};
