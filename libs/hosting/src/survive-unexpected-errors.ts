import { Failure, type Logger, type Metrics } from '@earshot/ports';

/**
 * An error that nobody caught hurts no other call: it is logged and counted, and the process goes on. Its message may
 * quote what it stumbled over, so only its kind, its code and where it came from are logged. Returns the undoing.
 */
export function surviveUnexpectedErrors(logger: Logger, metrics: Metrics): () => void {
  const counter = metrics.counter('earshot_unexpected_errors_total', 'Errors that no part of the program caught', [
    'kind',
  ]);
  const listenTo = (kind: 'uncaughtException' | 'unhandledRejection') => {
    const heard = (error: unknown) => {
      counter.add(1, { kind });
      logger.error({ kind, ...withoutContent(error) }, 'an error that nobody caught');
    };
    process.on(kind, heard);
    return () => process.off(kind, heard);
  };
  const undo = [listenTo('uncaughtException'), listenTo('unhandledRejection')];
  return () => undo.forEach((each) => each());
}

/** An error as it may be logged. */
export function withoutContent(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = error instanceof Failure ? error.code : (error as NodeJS.ErrnoException).code;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(frames.length > 0
      ? {
          at: frames
            .slice(0, 6)
            .map((line) => line.trim())
            .join(' < '),
        }
      : {}),
  };
}
