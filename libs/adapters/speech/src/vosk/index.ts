import { pause } from '@earshot/ports';
import { ServiceCheck } from '../service-check.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { VoskSpeechEngine } from './vosk.speech-engine.js';
import type { VoskSettings } from './vosk.settings.js';

const FIRST_LOOK_MS = 5_000;

/** Needs a server that opens a stream. */
export const prepare: PrepareSpeechEngine<VoskSettings> = async ({ VOSK_URL: url }, { clock, logger, language }) => {
  if (url === undefined)
    return { current: () => ({ engine: null, reason: 'VOSK_URL is not set' }), close: async () => {} };
  const engine: VoskSpeechEngine = new VoskSpeechEngine(url, clock, () => check.obstacle, language);
  const check = new ServiceCheck({ name: 'vosk-server', probe: () => engine.probe() }, clock, logger);
  await Promise.race([check.look(), pause(clock, FIRST_LOOK_MS)]);
  return {
    current: () =>
      check.obstacle === null
        ? { engine, reason: `streams to ${new URL(url).host}` }
        : { engine: null, reason: check.obstacle.message },
    close: async () => {
      // A probe that waits for its answer ends with the engine.
      await Promise.all([engine.close(), check.close()]);
    },
  };
};
