export { runAccessCommand } from './run-access-command.js';
