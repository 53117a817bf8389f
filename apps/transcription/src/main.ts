import { runServiceProcess } from '@earshot/hosting';
import { speechConfigSchema } from '@earshot/speech';
import { startTranscription } from './start-transcription.js';
import { transcriptionConfigSchema } from './transcription.config.js';

const schema = transcriptionConfigSchema.extend(speechConfigSchema.shape);
await runServiceProcess({ name: 'transcription', schema, opensCalls: false, start: startTranscription }, process.env);
