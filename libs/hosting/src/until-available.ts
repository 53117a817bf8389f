import { Failure, type Clock, type Logger } from '@earshot/ports';

export interface Waiting {
  /** What is waited for, e.g. `the database`. */
  readonly what: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process is asked to stop: waiting ends with `STOPPED_WHILE_STARTING`. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A line for each try would bury the log, one line alone would be missed. */
const SAY_AGAIN_MS = 30_000;

/**
 * Tries until it works: servers may come up after the services. Only a failure that is said to pass is tried again, any
 * other is thrown at once.
 */
export async function untilAvailable<T>(attempt: () => Promise<T>, waiting: Waiting): Promise<T> {
  const { what, clock, logger, signal } = waiting;
  let saidAtMs = -Infinity;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const result = await attempt();
      if (saidAtMs > -Infinity) logger.info({}, `${what} is there`);
      return result;
    } catch (error) {
      if (!(error instanceof Failure) || !error.retryable) throw error;
      if (clock.nowMs() - saidAtMs >= SAY_AGAIN_MS) {
        saidAtMs = clock.nowMs();
        logger.warn({ code: error.code }, `waiting for ${what}`);
      }
    }
    await pause(clock, pauseMs, signal);
    if (signal?.aborted === true) throw new Failure('STOPPED_WHILE_STARTING', `Stopped while waiting for ${what}.`);
  }
}

const pause = (clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.schedule(delayMs, done);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
