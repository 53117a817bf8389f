import type { PrepareSpeechEngine } from '../speech-engine-offer.js';
import { ScriptedSpeechEngine } from './scripted.speech-engine.js';

/** Always there: it needs no model and no program. */
export const prepare: PrepareSpeechEngine = async ({ scriptsDir }) => {
  const engine = new ScriptedSpeechEngine({ scriptsDir });
  return {
    current: () => ({ engine, reason: 'says the words of a script, not those of the call' }),
    close: () => engine.close(),
  };
};
