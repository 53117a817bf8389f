import type { StreamRegistry } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { Admission } from './limits/admission.js';
import { ByteBudget } from './limits/byte-budget.js';
import type { IngestConfig } from './ingest.config.js';
import { createIngestMetrics } from './ingest.metrics.js';
import { IngestSockets } from './sources/websocket-server.js';
import { LiveCalls } from './call/live-calls.js';

/** Of the buffer of all calls, what running calls may fill before new ones are refused. */
const NEW_CALLS_SHARE = 0.5;

/** Of one call, six seconds of frames: what waited while the bus was away is through in few of its round trips. */
const MAX_UNDER_WAY = 32;

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
  const admission = new Admission({
    bus: process.bus,
    budget,
    clock,
    logger,
    metrics,
    maxHeldBytes: config.EARSHOT_INGEST_BUFFER_BYTES * NEW_CALLS_SHARE,
    maxBacklogMessages: config.EARSHOT_MAX_BACKLOG_FRAMES,
  });
  const calls = new LiveCalls({
    registry: adapters.registry,
    publisher: new EventPublisher<'ingest'>(process),
    budget,
    maxUnderWay: process.bus.isDurable ? MAX_UNDER_WAY : 1,
    clock,
    newId,
    logger,
    metrics,
    maxCalls: config.EARSHOT_MAX_CALLS,
    reconnectWindowMs: config.EARSHOT_RECONNECT_WINDOW_MS,
    stallMs: config.EARSHOT_STALL_GAP_MS,
    isShared: process.bus.isDurable,
    admission,
  });
  return new IngestSockets({ config, calls, admission, budget, clock, newId, logger, metrics });
}
