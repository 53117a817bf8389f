import { runStandalone } from './run-standalone.js';

await runStandalone(process.env);
