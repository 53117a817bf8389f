import { MAX_METADATA_LENGTH, type EventOn, type ProducedBy } from '@earshot/contracts';

export type IngestTopic = ProducedBy<'ingest'>;

/** An event with the topic it goes to. */
export type OutgoingEvent = { [T in IngestTopic]: { readonly topic: T; readonly event: EventOn<T> } }[IngestTopic];

/** Counted for an event besides its audio and participants, so that many small events count too. */
const EVENT_BYTES = 256;
/** The most that a gap takes while it is held. */
export const GAP_BYTES = EVENT_BYTES;
/** The most that a participant takes: an id, a name and a number of 576 UTF-16 units together. */
const PARTICIPANT_BYTES = 1_280;

/** The most that a change of the roster takes while it is held. */
export const ROSTER_CHANGE_BYTES = EVENT_BYTES + PARTICIPANT_BYTES;

/** The most that the facts of a call take: the metadata, and five labels of 256 UTF-16 units. */
export const FACTS_BYTES = EVENT_BYTES + 2 * (MAX_METADATA_LENGTH + 5 * 256);

/** Bytes of audio in an event. */
export const audioBytesOf = ({ event }: OutgoingEvent): number => ('payload' in event ? event.payload.length : 0);

/** Bytes that an event holds until the bus has it. */
export const bytesOf = (outgoing: OutgoingEvent): number =>
  hasMetadata(outgoing)
    ? FACTS_BYTES
    : EVENT_BYTES + audioBytesOf(outgoing) + PARTICIPANT_BYTES * participantsIn(outgoing);

const hasMetadata = ({ event }: OutgoingEvent): boolean =>
  'data' in event && 'metadata' in event.data && event.data.metadata !== undefined;

function participantsIn({ event }: OutgoingEvent): number {
  if (event.type === 'stream.opened') return event.data.participants.length;
  return 'data' in event && 'participant' in event.data ? 1 : 0;
}
