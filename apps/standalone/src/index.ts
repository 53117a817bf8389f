export * from './earshot.config.js';
export * from './start-earshot.js';
export { runStandalone } from './run-standalone.js';
