import { runServiceProcess } from '@earshot/hosting';
import { ingestConfigSchema } from './ingest.config.js';
import { startIngest } from './start-ingest.js';

await runServiceProcess({ name: 'ingest', schema: ingestConfigSchema, opensCalls: true, start: startIngest }, process.env);
