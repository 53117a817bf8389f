import { RecentIds } from '@earshot/domain';
import { readChunk, type Chunk } from '../record-codec.js';

export interface ShardRecord {
  readonly sequenceNumber: string;
  readonly key: string;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
}

export interface AssembledMessage {
  /** The record that holds the message, or its last part. */
  readonly record: Pick<ShardRecord, 'sequenceNumber' | 'arrivedAtMs'>;
  /**
   * A reader that starts after this sequence number misses nothing, once this message and the earlier ones are acknowledged.
   * Null: it must start where this reader started.
   */
  readonly safePosition: string | null;
  readonly key: string;
  readonly value: Uint8Array;
}

interface IncompleteMessage {
  /** The record before its first chunk. */
  readonly recordBefore: string | null;
  readonly firstArrivedAtMs: number;
  readonly chunks: Map<number, Uint8Array>;
}

/**
 * Measured by the arrival times of records. A publisher that did not place every chunk within `RESEND_AFTER_MS` sends all of
 * them again. So a message that is incomplete for longer belongs to a publisher that died before `publish` resolved.
 */
export const FORGET_AFTER_MS = 120_000;
const MAX_REMEMBERED_IDS = 256;

/** Joins the chunks of large messages between the records of others, and tells how far a checkpoint may go. */
export class MessageAssembler {
  /** In the order of their first chunks. */
  private readonly incomplete = new Map<string, IncompleteMessage>();
  private readonly completedIds = new RecentIds(MAX_REMEMBERED_IDS);

  /** `hasParts`: false for a stream of others, in which every record is a whole message. */
  constructor(
    private lastSequenceNumber: string | null,
    private readonly hasParts = true,
  ) {}

  /** Returns the message that this record completes. Undefined while chunks are missing. */
  addRecord(record: ShardRecord): AssembledMessage | undefined {
    const recordBefore = this.lastSequenceNumber;
    this.lastSequenceNumber = record.sequenceNumber;
    this.forgetMessagesBefore(record.arrivedAtMs - FORGET_AFTER_MS);
    const chunk = this.hasParts ? readChunk(record.data) : undefined;
    const value = chunk === undefined ? record.data : this.addChunk(chunk, recordBefore, record.arrivedAtMs);
    if (value === undefined) return undefined;
    const { sequenceNumber, arrivedAtMs } = record;
    return { record: { sequenceNumber, arrivedAtMs }, safePosition: this.safePosition(), key: record.key, value };
  }

  private addChunk(chunk: Chunk, recordBefore: string | null, arrivedAtMs: number): Uint8Array | undefined {
    const { messageId, index, count, bytes } = chunk;
    // A chunk may come twice, when the first answer to the publisher was lost. It must not start the message again.
    if (this.completedIds.has(messageId)) return undefined;
    let message = this.incomplete.get(messageId);
    if (message === undefined) {
      message = { recordBefore, firstArrivedAtMs: arrivedAtMs, chunks: new Map() };
      this.incomplete.set(messageId, message);
    }
    message.chunks.set(index, bytes);
    if (message.chunks.size < count) return undefined;
    this.incomplete.delete(messageId);
    this.completedIds.add(messageId);
    return Buffer.concat([...message.chunks].sort(([a], [b]) => a - b).map(([, part]) => part));
  }

  private safePosition(): string | null {
    const oldest = this.incomplete.values().next();
    return oldest.done === true ? this.lastSequenceNumber : oldest.value.recordBefore;
  }

  private forgetMessagesBefore(arrivalMs: number): void {
    for (const [id, { firstArrivedAtMs }] of this.incomplete) {
      if (firstArrivedAtMs < arrivalMs) this.incomplete.delete(id);
    }
  }
}
