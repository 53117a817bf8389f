export type { SpeechEngines } from './engine/engine-choice.js';
export { transcriptionConfigSchema, type TranscriptionConfig } from './transcription.config.js';
export { TranscriptionModule, type TranscriptionAdapters } from './transcription.module.js';
export { transcriptionProgram, startTranscription } from './start-transcription.js';
