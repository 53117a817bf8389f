import { runServiceProcess } from '@earshot/hosting';
import { enrichmentProgram } from './start-enrichment.js';

await runServiceProcess(enrichmentProgram, process.env);
