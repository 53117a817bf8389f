import { backoffMs } from '@earshot/domain';
import { Failure, pause, type Clock, type Logger } from '@earshot/ports';

export interface WaitOptions {
  /** Names the server in the log, e.g. `the database`. */
  readonly what: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborted when the process is told to stop: the wait then ends with `STOPPED_WHILE_STARTING`. */
  readonly signal?: AbortSignal | undefined;
}

const PAUSES = { firstMs: 250, maxMs: 5_000 };
/** A line per attempt would bury the log; a single line would be missed. */
const LOG_EVERY_MS = 30_000;

/**
 * Repeats `attempt` with growing pauses until it succeeds, because servers may start after the services. Repeats only
 * retryable failures and rejects with any other at once.
 */
export async function waitUntilAvailable<T>(attempt: () => Promise<T>, options: WaitOptions): Promise<T> {
  const { what, clock, logger, signal } = options;
  let loggedAtMs = -Infinity;
  for (let failures = 1; ; failures++) {
    try {
      const result = await attempt();
      if (loggedAtMs > -Infinity) logger.info({}, `${what} is available`);
      return result;
    } catch (error) {
      if (!(error instanceof Failure) || !error.retryable) throw error;
      if (clock.nowMs() - loggedAtMs >= LOG_EVERY_MS) {
        loggedAtMs = clock.nowMs();
        logger.warn({ code: error.code, reason: error.message }, `waiting for ${what}`);
      }
    }
    await pause(clock, backoffMs(failures, PAUSES), signal);
    if (signal?.aborted === true) throw new Failure('STOPPED_WHILE_STARTING', `Stopped while waiting for ${what}.`);
  }
}
