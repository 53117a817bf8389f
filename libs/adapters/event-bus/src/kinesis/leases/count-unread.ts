import type { Clock } from '@earshot/ports';
import { ArrivalRate } from '../read/backlog-estimate.js';
import { startAfter, type ShardSource } from '../read/shard-source.js';

const MOST_BATCHES = 10;
const WITHIN_MS = 10_000;

/** Messages behind a checkpoint that nobody reads at the moment: counted, and estimated where they are very many. */
export async function countUnowned(
  source: ShardSource,
  shard: string,
  checkpoint: string | null,
  clock: Clock,
): Promise<number> {
  const stop = new AbortController();
  const cancel = clock.schedule(WITHIN_MS, () => stop.abort());
  const rate = new ArrivalRate();
  let counted = 0;
  let batches = 0;
  try {
    for await (const batch of source.read(shard, startAfter(checkpoint), stop.signal)) {
      counted += batch.records.length;
      rate.read(batch);
      batches += 1;
      const isAtEnd = batch.isEnd || (batch.records.length === 0 && batch.millisBehindLatest === 0);
      if (isAtEnd || batches === MOST_BATCHES) break;
    }
  } finally {
    cancel();
    stop.abort();
  }
  return counted + rate.unreadMessages;
}
