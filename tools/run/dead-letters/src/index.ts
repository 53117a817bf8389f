export { runDead, type DeadOptions } from './run-dead.js';
