export * from './stack.js';
export { startStack } from './start-stack.js';
