import type { Logger } from '@earshot/ports';
import { createLogger } from './create-logger.js';

/** The log of a command for people: errors alone, beside what the command prints. */
export const createToolLogger = (): Logger =>
  createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
