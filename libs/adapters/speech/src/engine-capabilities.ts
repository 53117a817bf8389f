import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';
import type { SpeechCapabilities, SpeechVendor } from './speech-vendor.js';

/** What an engine can do, by its declaration in the registry; undefined where it declares nothing. */
export interface DescribedEngine {
  readonly name: SpeechEngineName;
  /** Whether `SPEECH_ENGINE=auto` may choose it. */
  readonly isAutomatic: boolean;
  readonly capabilities: SpeechCapabilities | undefined;
}

/** Every engine of the registry, in its order. */
export const speechEngineCapabilities: readonly DescribedEngine[] = speechEngineNames.map((name) => {
  const vendor: Pick<SpeechVendor<never>, 'isAutomatic' | 'capabilities'> = speechVendors[name];
  return { name, isAutomatic: vendor.isAutomatic, capabilities: vendor.capabilities };
});
