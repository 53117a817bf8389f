import { Failure } from '@earshot/ports';
import type { Stack, StackOptions } from './stack.js';

/** Starts broker, database and services; resolves when all are ready. Rejects with a one-line `Failure`. */
export async function startStack(_options: StackOptions): Promise<Stack> {
  throw new Failure('STACK_UNAVAILABLE', 'The stack cannot be started yet.');
}
