import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';

/** The engines that `SPEECH_ENGINE` names, in order, each once; null for a list with an unknown name. */
export function parseEngineNames(setting: string): readonly SpeechEngineName[] | null {
  if (setting.trim() === 'none') return [];
  const names: SpeechEngineName[] = [];
  for (const item of setting.split(',').map((text) => text.trim())) {
    const known = speechEngineNames.filter((name) =>
      item === 'auto' ? speechVendors[name].isAutomatic : name === item,
    );
    if (known.length === 0) return null;
    names.push(...known);
  }
  return [...new Set(names)];
}
