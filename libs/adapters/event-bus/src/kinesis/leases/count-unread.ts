import type { Clock } from '@earshot/ports';
import { BacklogEstimate } from '../read/backlog-estimate.js';
import { startAfter, type ShardSource } from '../read/shard-source.js';

const MAX_BATCHES = 10;
const LIMIT_MS = 10_000;

/** Counts the messages after the checkpoint of a shard that nobody reads. After ten batches it estimates the rest. */
export async function countUnread(
  source: ShardSource,
  shard: string,
  checkpoint: string | null,
  clock: Clock,
): Promise<number> {
  const stop = new AbortController();
  const cancel = clock.schedule(LIMIT_MS, () => stop.abort());
  const estimate = new BacklogEstimate();
  let counted = 0;
  let batches = 0;
  try {
    for await (const batch of source.read(shard, startAfter(checkpoint), stop.signal)) {
      counted += batch.records.length;
      estimate.recordBatch(batch);
      batches += 1;
      const isAtEnd = batch.isEnd || (batch.records.length === 0 && batch.millisBehindLatest === 0);
      if (isAtEnd || batches === MAX_BATCHES) break;
    }
  } finally {
    cancel();
    stop.abort();
  }
  return counted + estimate.unreadMessages;
}
