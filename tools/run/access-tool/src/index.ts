export { ownSources, readArguments } from './access-arguments.js';
export { runAccessCommand } from './run-access-command.js';
