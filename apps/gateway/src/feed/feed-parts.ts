import type { CallReader, Clock, Logger } from '@earshot/ports';
import type { Access } from '../access/access.js';
import type { GatewayMetrics } from '../gateway.metrics.js';

/** What both feeds work with. */
export interface FeedParts {
  readonly reader: CallReader;
  readonly access: Access;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  /** Updates kept for one slow subscriber. */
  readonly maxQueued: number;
}

/** How changed rows are read: soon enough to be live, late enough to be read together. */
export const ROW_READS = { windowMs: 5, maxRows: 200, maxPending: 10_000, retryDelaysMs: [100, 400, 1_500] } as const;
