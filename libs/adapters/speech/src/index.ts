export { createSpeechEngines } from './create-speech-engines.js';
export type { SpeechEngines } from './prepared-speech-engines.js';
export { isNpmModelName, npmModelNames, npmModels, type NpmModel, type NpmModelName } from './models/npm-models.js';
export { NpmModelStore, type FetchProgress, type NpmModelStoreOptions } from './models/npm-model-store.js';
export {
  generatedUtterances,
  parseGeneratedScript,
  scriptNameOf,
  type GeneratedScript,
} from './scripted/generated-utterances.js';
export { scriptSchema, type Script } from './scripted/script-file.js';
export type { Utterance } from './scripted/utterance.js';
export { speechEngineNames, type SpeechEngineName } from './registry.js';
export { speechConfigSchema, type SpeechConfig } from './speech.config.js';
export type { SpeechEngineState, SpeechHost } from './speech-vendor.js';
export { speechEngineCapabilities, type DescribedEngine } from './engine-capabilities.js';
export { EngineHealth } from './engine-health.js';
export { withFallback, type ChooseEngine, type EngineCandidate } from './with-fallback.js';
