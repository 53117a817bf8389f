import type { SpeechCapabilities } from '@earshot/ports';
import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';

/** What an engine can do, by its declaration in the registry. */
export interface DescribedEngine {
  readonly name: SpeechEngineName;
  /** Whether `SPEECH_ENGINE=auto` may choose it. */
  readonly isAutomatic: boolean;
  readonly capabilities: SpeechCapabilities;
}

/** Every engine of the registry, in its order. */
export const speechEngineCapabilities: readonly DescribedEngine[] = speechEngineNames.map((name) => {
  const { isAutomatic, capabilities } = speechVendors[name];
  return { name, isAutomatic, capabilities };
});
