import type { CallReader, RecordingStore } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import type { Handlers } from '@earshot/contracts';
import { openAccess } from './access/open-access.js';
import { CallQueries } from './areas/calls/call-queries.js';
import { TranscribeCall } from './areas/calls/transcribe-call.js';
import { CallFeed } from './feed/call-feed.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayMetrics } from './gateway.metrics.js';
import { ErrorReporter } from './platform/graphql/error-reporter.js';
import { isLoopback, RequestGuard } from './platform/http/request-guard.js';

/** What the gateway works with beside its process. */
export interface GatewayAdapters {
  readonly reader: CallReader;
  readonly recordings: RecordingStore;
}

/** The gateway's parts, built once and wired by the module. */
export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(config: GatewayConfig, process: ProcessContext, adapters: GatewayAdapters) {
  const { clock } = process;
  const access = openAccess;
  const logger = process.logger.child({ service: 'gateway' });
  const metrics = new GatewayMetrics(process.metrics, clock);
  const feed = new CallFeed({
    ...adapters,
    access,
    clock,
    logger,
    metrics,
    maxQueued: config.EARSHOT_SUBSCRIBER_QUEUE,
  });
  const publisher = new EventPublisher<'gateway'>(process);
  return {
    config,
    adapters,
    access,
    logger,
    metrics,
    clock,
    feed,
    guard: new RequestGuard(config),
    errors: new ErrorReporter(logger, process.newId),
    queries: new CallQueries(adapters.reader, access, metrics),
    transcribeCall: new TranscribeCall(adapters.reader, adapters.recordings, publisher, access, clock),
    introspection:
      config.EARSHOT_INTROSPECTION === undefined
        ? isLoopback(config.EARSHOT_HOST)
        : config.EARSHOT_INTROSPECTION === 'true',
    updates: { 'row.changed': (event) => feed.rowChanged(event) } satisfies Handlers<'gateway', 'calls.updates'>,
    insights: { 'segment.enriched': (event) => feed.segmentEnriched(event) } satisfies Handlers<
      'gateway',
      'calls.insight'
    >,
  };
}
