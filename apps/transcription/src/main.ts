import { runServiceProcess } from '@earshot/hosting';
import { transcriptionProgram } from './start-transcription.js';

await runServiceProcess(transcriptionProgram, process.env);
