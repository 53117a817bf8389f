import type { Clock, Logger, Metrics, PiiEngine } from '@earshot/ports';

export interface PiiContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** An engine with its connections. */
export interface RunningPiiEngine {
  readonly engine: PiiEngine;
  /** Throws a `Failure` while the service behind the engine does not work. */
  readonly requireHealthy: () => true;
  close(): Promise<void>;
}
