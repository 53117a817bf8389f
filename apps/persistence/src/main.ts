import { runServiceProcess } from '@earshot/hosting';
import { persistenceProgram } from './start-persistence.js';

await runServiceProcess(persistenceProgram, process.env);
