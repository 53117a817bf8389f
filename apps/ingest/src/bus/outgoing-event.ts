import type { EventOn, ProducedBy } from '@earshot/contracts';

export type IngestTopic = ProducedBy<'ingest'>;

/** An event with the topic it goes to. */
export type OutgoingEvent = { [T in IngestTopic]: { readonly topic: T; readonly event: EventOn<T> } }[IngestTopic];

/** Bytes of audio in an event. */
export const audioBytesOf = ({ event }: OutgoingEvent): number => ('payload' in event ? event.payload.length : 0);
