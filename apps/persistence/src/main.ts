import { runServiceProcess } from '@earshot/hosting';
import { persistenceConfigSchema } from './persistence.config.js';
import { startPersistence } from './start-persistence.js';

await runServiceProcess({ name: 'persistence', schema: persistenceConfigSchema, opensCalls: false, start: startPersistence }, process.env);
