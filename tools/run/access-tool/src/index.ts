export { ownSources, readArguments } from './access-arguments.js';
export { runAccessCommand } from './run-access-command.js';
export { accessTools } from './run-on-database.js';
