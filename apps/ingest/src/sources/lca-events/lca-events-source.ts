import { DEFAULT_TENANT } from '@earshot/domain';
import type { RecordStreams } from '@earshot/ports';
import type { MediaSource, SourceContext } from '../media-source.js';
import type { LcaEventsSettings } from './lca-events-settings.js';
import { PendingEnds } from './pending-ends.js';
import { RecordHandler } from './record-handler.js';
import { LCA_EVENTS, TextCallEvents } from './text-call-events.js';

/** The readers of all processes share the stream. */
const READER_GROUP = 'lca-events';

/** Calls whose words come as call events of LCA on a Kinesis stream. Null without the name of the stream. */
export function createLcaEventsSource(settings: LcaEventsSettings): MediaSource | null {
  const { EARSHOT_LCA_EVENTS_STREAM: stream } = settings;
  return stream === undefined ? null : { start: (context) => readStream(stream, settings, context) };
}

function readStream(stream: string, settings: LcaEventsSettings, context: SourceContext) {
  const { clock, newId, telemetry, records } = context;
  const tenant = settings.EARSHOT_LCA_EVENTS_TENANT ?? DEFAULT_TENANT;
  const { key: ownerKey } = context.createOrigin({ account: stream, tenant }).principal;
  const closing = new AbortController();
  const ends = new PendingEnds(settings.EARSHOT_LCA_EVENTS_QUIET_MS, clock);
  const events = new TextCallEvents({
    owner: { tenant, startedBy: ownerKey },
    longestQuietMs: settings.EARSHOT_LCA_EVENTS_CLOSE_MS,
    alerts: settings.EARSHOT_LCA_EVENTS_ALERTS,
    ...{ clock, newId },
  });
  const handler = new RecordHandler({ records, events, ends, ownerKey, telemetry, signal: closing.signal });
  let streams: RecordStreams | undefined;
  return {
    open: async () => {
      streams = records.openStreams();
      streams.readRecords({
        ...{ stream, group: READER_GROUP },
        handle: (record) => handler.handleRecord(record),
        onLost: (partitions) => ends.dropPartitions(partitions),
      });
      telemetry.logger.info({ source: LCA_EVENTS, stream }, 'reading call events');
    },
    /** Ends that still wait come again to the next reader. */
    close: async () => {
      ends.dropAll();
      closing.abort();
      await streams?.close();
    },
  };
}
