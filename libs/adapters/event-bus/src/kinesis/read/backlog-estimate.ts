import type { ShardBatch } from './shard-source.js';

/** Estimates how many messages of a shard are not read yet: Kinesis says only how old the last one read is. */
export class ArrivalRate {
  private messagesPerMs = 0;
  private lastArrivedAtMs: number | undefined;
  private behindMs = 0;

  read({ records, millisBehindLatest }: ShardBatch): void {
    this.behindMs = millisBehindLatest;
    const last = records.at(-1)?.arrivedAtMs;
    if (last === undefined) return;
    const since = this.lastArrivedAtMs ?? records[0]?.arrivedAtMs ?? last;
    this.messagesPerMs = records.length / Math.max(1_000, last - since);
    this.lastArrivedAtMs = last;
  }

  get unreadMessages(): number {
    return Math.round(this.behindMs * this.messagesPerMs);
  }
}
