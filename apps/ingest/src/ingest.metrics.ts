import type { Counter, Gauge, Logger, Metrics } from '@earshot/ports';

export interface IngestMetrics {
  readonly liveCalls: Gauge;
  readonly sockets: Gauge;
  readonly queueBytes: Gauge;
  readonly framesReceived: Counter;
  readonly bytesReceived: Counter;
  readonly secondsReceived: Counter;
  /** Label `code`. */
  readonly refused: Counter;
  /** Label `reason`. */
  readonly gaps: Counter;
  /** Label `reason`. */
  readonly gapSeconds: Counter;
  readonly publishRetries: Counter;
  readonly moved: Counter;
  /** Label `reason`. */
  readonly refusing: Gauge;
  /** Label `group`. */
  readonly backlog: Gauge;
  readonly bytesLost: Counter;
  /** Label `field`. */
  readonly unkept: Counter;
  readonly registryLatency: Gauge;
}

/** The log and the metrics that a part of ingest uses. */
export interface IngestTelemetry<M extends keyof IngestMetrics> {
  readonly logger: Logger;
  readonly metrics: Pick<IngestMetrics, M>;
}

/** Names and labels of all metrics of ingest. */
export const createIngestMetrics = (metrics: Metrics): IngestMetrics => ({
  liveCalls: metrics.gauge(
    'earshot_ingest_live_calls',
    'Calls that are not over, or whose last events are not published yet',
  ),
  sockets: metrics.gauge('earshot_ingest_sockets', 'Open WebSockets'),
  queueBytes: metrics.gauge('earshot_ingest_queue_bytes', 'Bytes received and not yet on the bus'),
  framesReceived: metrics.counter('earshot_ingest_frames_received_total', 'Binary frames received'),
  bytesReceived: metrics.counter('earshot_ingest_bytes_received_total', 'Audio bytes received'),
  secondsReceived: metrics.counter(
    'earshot_ingest_audio_seconds_total',
    'Seconds of audio received, counted per call, not per track',
  ),
  refused: metrics.counter('earshot_ingest_refused_total', 'Messages, calls and connections refused, by code', [
    'code',
  ]),
  gaps: metrics.counter('earshot_ingest_gaps_total', 'Gaps declared, by reason', ['reason']),
  gapSeconds: metrics.counter('earshot_ingest_gap_seconds_total', 'Seconds of declared gaps, by reason', ['reason']),
  moved: metrics.counter(
    'earshot_ingest_moved_calls_total',
    'Calls that waited here for their client and continued in another process',
  ),
  registryLatency: metrics.gauge(
    'earshot_ingest_registry_latency_seconds',
    'How long the database takes to answer ingest, including questions that still wait',
  ),
  refusing: metrics.gauge(
    'earshot_ingest_refusing_new_calls',
    '1 while new calls are refused (SERVICE_BUSY, DATABASE_SLOW), by reason',
    ['reason'],
  ),
  backlog: metrics.gauge(
    'earshot_ingest_backlog_messages',
    'Audio messages that transcription or persistence has not processed yet, by group',
    ['group'],
  ),
  publishRetries: metrics.counter('earshot_ingest_publish_retries_total', 'Publish attempts that had to be repeated'),
  unkept: metrics.counter(
    'earshot_ingest_unkept_total',
    'Fields and events of a source that say something that Earshot does not keep',
    ['field'],
  ),
  bytesLost: metrics.counter('earshot_ingest_bytes_lost_total', 'Audio bytes received that never reached the bus'),
});
