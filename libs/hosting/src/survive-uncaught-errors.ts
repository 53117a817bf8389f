import type { Logger, Metrics } from '@earshot/ports';
import { describeError } from '@earshot/runtime';

/**
 * Keeps the process running after an error that nobody caught, because other calls must not end with it. Logs and counts
 * the error. Returns a function that removes the handlers.
 */
export function surviveUncaughtErrors(logger: Logger, metrics: Metrics): () => void {
  const counter = metrics.counter('earshot_unexpected_errors_total', 'Errors that no part of the program caught', [
    'kind',
  ]);
  const handle = (kind: 'uncaughtException' | 'unhandledRejection') => {
    const onError = (error: unknown) => {
      counter.add(1, { kind });
      logger.error({ kind, ...describeWithoutContent(error) }, 'uncaught error; the process continues');
    };
    process.on(kind, onError);
    return () => process.off(kind, onError);
  };
  const removals = [handle('uncaughtException'), handle('unhandledRejection')];
  return () => removals.forEach((remove) => remove());
}

/** Describes an error without any message: nobody expected it, so nothing vouches for its words. */
export function describeWithoutContent(error: unknown): { error: string; code?: string; at?: string } {
  const { name, code, at } = describeError(error);
  return { error: name, ...(code === undefined ? {} : { code }), ...(at === undefined ? {} : { at }) };
}
