export * from './earshot.config.js';
export * from './start-earshot.js';
export { runStandalone } from './run-standalone.js';
export { standaloneConfigSchema } from './standalone.config.js';
