export type { SpeechEngines } from './engine/engine-choice.js';
export { transcriptionConfigSchema, type TranscriptionConfig } from './transcription.config.js';
export type { TranscriptionAdapters } from './create-transcription.js';
export { TranscriptionModule } from './transcription.module.js';
export { transcriptionProgram, startTranscription } from './start-transcription.js';
