import type { PrepareSpeechEngine } from '../speech-vendor.js';
import type { ScriptedSettings } from './scripted.settings.js';
import { ScriptedSpeechEngine } from './scripted.speech-engine.js';

/** Always available: it needs no model and no program. */
export const prepare: PrepareSpeechEngine<ScriptedSettings> = async ({ EARSHOT_SCRIPTS_DIR }) => {
  const engine = new ScriptedSpeechEngine({ scriptsDir: EARSHOT_SCRIPTS_DIR });
  return {
    current: () => ({ engine, reason: 'says the words of a script, not those of the call' }),
    close: () => engine.close(),
  };
};
