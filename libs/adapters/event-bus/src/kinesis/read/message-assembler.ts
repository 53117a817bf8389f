import { readChunk, type Chunk } from '../record-codec.js';

/** A record as it is read. */
export interface ShardRecord {
  readonly sequenceNumber: string;
  readonly key: string;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
}

export interface AssembledMessage {
  /** Reading on after it misses nothing once this message and those before are done; null: from where reading began. */
  readonly safePosition: string | null;
  readonly key: string;
  readonly value: Uint8Array;
}

interface OpenMessage {
  /** The record before its first part. */
  readonly before: string | null;
  readonly sinceMs: number;
  readonly parts: Map<number, Uint8Array>;
}

/**
 * By the time of the records. A publisher that has not placed all parts in `RESEND_AFTER_MS` begins anew, so what is
 * still open after this belongs to one that died before `publish` resolved.
 */
export const FORGET_AFTER_MS = 120_000;
const DONE_REMEMBERED = 256;

/** Puts the parts of large messages together again, among the records of others, and says how far a checkpoint may go. */
export class MessageAssembler {
  /** In the order of their first parts. */
  private readonly open = new Map<string, OpenMessage>();
  private readonly done = new Set<string>();

  constructor(private last: string | null) {}

  /** The message that this record completes; undefined when others are needed. */
  take(record: ShardRecord): AssembledMessage | undefined {
    const before = this.last;
    this.last = record.sequenceNumber;
    this.forgetBefore(record.arrivedAtMs - FORGET_AFTER_MS);
    const chunk = readChunk(record.data);
    const value = chunk === undefined ? record.data : this.add(chunk, before, record.arrivedAtMs);
    if (value === undefined) return undefined;
    return { safePosition: this.safePosition(), key: record.key, value };
  }

  private add(chunk: Chunk, before: string | null, arrivedAtMs: number): Uint8Array | undefined {
    const { messageId, index, count, bytes } = chunk;
    // A part that was sent twice, because the first answer was lost, must not open the message again.
    if (this.done.has(messageId)) return undefined;
    let message = this.open.get(messageId);
    if (message === undefined) this.open.set(messageId, (message = { before, sinceMs: arrivedAtMs, parts: new Map() }));
    message.parts.set(index, bytes);
    if (message.parts.size < count) return undefined;
    this.open.delete(messageId);
    this.remember(messageId);
    return Buffer.concat([...message.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  }

  private safePosition(): string | null {
    const oldest = this.open.values().next();
    return oldest.done === true ? this.last : oldest.value.before;
  }

  private forgetBefore(ms: number): void {
    for (const [id, { sinceMs }] of this.open) if (sinceMs < ms) this.open.delete(id);
  }

  private remember(messageId: string): void {
    this.done.add(messageId);
    for (const oldest of this.done) {
      if (this.done.size <= DONE_REMEMBERED) break;
      this.done.delete(oldest);
    }
  }
}
