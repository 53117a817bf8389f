import type { ShardBatch } from './shard-source.js';

/** The rate is computed over at least this time, so that a burst of records does not look like a high rate. */
const MIN_SPAN_MS = 1_000;

/** Estimates the unread messages of a shard. Kinesis tells only how far behind the latest record the last read was. */
export class BacklogEstimate {
  private messagesPerMs = 0;
  private lastArrivedAtMs: number | undefined;
  private behindMs = 0;

  recordBatch({ records, millisBehindLatest }: ShardBatch): void {
    this.behindMs = millisBehindLatest;
    const last = records.at(-1)?.arrivedAtMs;
    if (last === undefined) return;
    const since = this.lastArrivedAtMs ?? records[0]?.arrivedAtMs ?? last;
    this.messagesPerMs = records.length / Math.max(MIN_SPAN_MS, last - since);
    this.lastArrivedAtMs = last;
  }

  get unreadMessages(): number {
    return Math.round(this.behindMs * this.messagesPerMs);
  }
}
