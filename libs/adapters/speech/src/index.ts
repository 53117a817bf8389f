export { createSpeechEngines, type SpeechEngineOptions, type SpeechEngines } from './create-speech-engines.js';
export {
  generatedUtterances,
  parseGeneratedScript,
  scriptNameOf,
  type GeneratedScript,
} from './scripted/generated-utterances.js';
export { scriptSchema, type Script } from './scripted/script-file.js';
export type { Utterance } from './scripted/utterance.js';
export { speechConfigSchema, speechEngineNames, type SpeechConfig, type SpeechEngineName } from './speech.config.js';
