import type { Delivery, Subscription } from './event-bus.js';

/** One record of a stream that other programs write. `key`: its partition key. */
export interface StreamRecord extends Omit<Delivery, 'topic'> {
  readonly stream: string;
  /** Unique within the stream. */
  readonly sequenceNumber: string;
  /** When the stream took the record, milliseconds since the Unix epoch. The same for each reading. */
  readonly arrivedAtMs: number;
}

export interface RecordReading {
  /** The name of the stream. */
  readonly stream: string;
  /** Its members share the shards. A group that never read the stream begins with its oldest record. */
  readonly group: string;
  /** As `SubscribeOptions.handle`. A record comes again after a restart until it and every earlier one of its shard are acknowledged. */
  handle(record: StreamRecord): Promise<void>;
  /** Another member owns these shards now or soon: discard the state of their calls. */
  onLost?(partitions: readonly number[]): void | Promise<void>;
}

/** Streams that other programs write, such as call events on Kinesis. */
export interface RecordStreams {
  /** Begins to read. Waits in the background while there is no such stream, or no server answers. */
  readRecords(reading: RecordReading): Subscription;
  close(): Promise<void>;
}
