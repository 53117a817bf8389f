import { Failure, type Logger, type Metrics } from '@earshot/ports';

/** Stack frames that are logged. */
const MAX_FRAMES = 6;

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

/** Describes an error without its message, which may quote what was said on a call. */
export function describeWithoutContent(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = error instanceof Failure ? error.code : (error as NodeJS.ErrnoException).code;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = frames
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim())
    .join(' < ');
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(at === '' ? {} : { at }),
  };
}
