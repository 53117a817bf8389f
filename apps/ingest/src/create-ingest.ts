import type { StreamRegistry } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { ByteBudget } from './byte-budget.js';
import type { IngestConfig } from './ingest.config.js';
import { createIngestMetrics } from './ingest.metrics.js';
import { IngestSockets } from './ingest-sockets.js';
import { LiveCalls } from './live-calls.js';

/** The ports that ingest uses, built by the composition. */
export interface IngestAdapters {
  readonly registry: StreamRegistry;
}

/** Builds ingest from plain parts; `attach` it to an HTTP server and `drain` it in the end. */
export function createIngest(config: IngestConfig, process: ProcessContext, adapters: IngestAdapters): IngestSockets {
  const { clock, newId } = process;
  const logger = process.logger.child({ service: 'ingest' });
  const metrics = createIngestMetrics(process.metrics);
  const budget = new ByteBudget(config.EARSHOT_CALL_BUFFER_BYTES, config.EARSHOT_INGEST_BUFFER_BYTES);
  const calls = new LiveCalls({
    registry: adapters.registry,
    publisher: new EventPublisher<'ingest'>(process),
    budget,
    clock,
    newId,
    logger,
    metrics,
    maxCalls: config.EARSHOT_MAX_CALLS,
    reconnectWindowMs: config.EARSHOT_RECONNECT_WINDOW_MS,
  });
  return new IngestSockets({ config, calls, budget, clock, newId, logger, metrics });
}
