import { Failure, type RecordStreams, type Sealer, type StreamRegistry } from '@earshot/ports';
import { DeadLetterPublisher, type ProcessContext } from '@earshot/runtime';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { RecordSourceContext } from './media-source.js';

export interface RecordAdapters {
  readonly registry: StreamRegistry;
  /** Absent where no stream can be read. */
  readonly openRecordStreams?: () => RecordStreams;
  /** Seals the records that are set aside. */
  readonly sealer: Sealer;
}

/** What ingest gives to sources that read records. */
export function createRecordContext(
  process: ProcessContext,
  { registry, openRecordStreams, sealer }: RecordAdapters,
  delivery: EventDelivery,
): RecordSourceContext {
  const letters = new DeadLetterPublisher('ingest', process, sealer);
  return {
    openStreams: () => {
      if (openRecordStreams !== undefined) return openRecordStreams();
      throw new Failure('BUS_CONFIG_INCOMPLETE', 'This process cannot read the streams of others.');
    },
    deliver: (outgoing, signal) => delivery.deliver(outgoing, signal),
    findCall: (callId) => registry.find(callId),
    // Without its call, the letter has no key, so that no call is made of whatever the record was keyed by.
    setAside: async ({ stream, value, attempt }, code, callId) =>
      letters.setAside({ topic: stream.slice(0, MAX_TOPIC_CHARS), key: callId ?? '', value, attempt }, code, null),
  };
}

/** Of a dead letter. */
const MAX_TOPIC_CHARS = 64;
