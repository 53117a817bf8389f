import { runServiceProcess } from '@earshot/hosting';
import { ingestProgram } from './start-ingest.js';

await runServiceProcess(ingestProgram, process.env);
