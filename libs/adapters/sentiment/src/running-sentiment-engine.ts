import type { Clock, Logger, Metrics, SentimentEngine } from '@earshot/ports';

export interface SentimentContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds that a final may wait for its score. */
  readonly timeoutMs: number;
}

/** An engine with its connections. */
export interface RunningSentimentEngine {
  readonly engine: SentimentEngine;
  /** Throws a `Failure` while the service behind the engine does not work. Missing when there is no such service. */
  readonly requireHealthy?: () => true;
  /** Waits for the texts under way, then closes the connections. */
  close(): Promise<void>;
}
