import type { ErrorCode } from '@earshot/contracts';
import { Failure, pause, type Clock } from '@earshot/ports';

/** How the delivery of one event ended. */
export type DeliveryOutcome =
  | { readonly outcome: 'PUBLISHED' }
  /** The bus will never take this event; another one may pass. */
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode }
  /** The bus is closed and takes nothing any more. */
  | { readonly outcome: 'BUS_CLOSED' }
  /** `signal` was aborted before the bus took the event. */
  | { readonly outcome: 'STOPPED' };

/** One failed attempt that will be repeated. */
export interface DeliveryRetry {
  readonly code: ErrorCode;
  /** Attempts that failed so far. */
  readonly failures: number;
  readonly pauseMs: number;
}

export interface DeliveryOptions {
  readonly clock: Clock;
  /** Aborting it ends the pause between two attempts. An attempt that is under way still decides the outcome. */
  readonly signal: AbortSignal;
  /** Milliseconds to wait after so many failed attempts; they should grow. */
  pauseMs(failures: number): number;
  /** Called before each pause: for the log and the counter. */
  onRetry(retry: DeliveryRetry): void;
}

/**
 * Publishes one event until the bus has it, refuses it for good or is closed. An error without a code is repeated, since
 * nothing says that the event itself is at fault. Never rejects.
 */
export async function deliverEvent(publish: () => Promise<void>, options: DeliveryOptions): Promise<DeliveryOutcome> {
  const { clock, signal } = options;
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await publish();
      return { outcome: 'PUBLISHED' };
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      if (code === 'BUS_CLOSED') return { outcome: 'BUS_CLOSED' };
      if (error instanceof Failure && !error.retryable) return { outcome: 'REFUSED', code };
      const pauseMs = options.pauseMs(failures);
      options.onRetry({ code, failures, pauseMs });
      await pause(clock, pauseMs, signal);
    }
  }
  return { outcome: 'STOPPED' };
}
