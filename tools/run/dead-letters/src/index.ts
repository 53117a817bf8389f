export { runDeadLetterCommand, type DeadLetterTools } from './run-dead-letter-command.js';
