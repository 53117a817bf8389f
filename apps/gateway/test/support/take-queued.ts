import type { SubscriberQueue } from '../../src/feed/subscriber-queue.js';

/** Takes everything that waits in a queue. */
export async function takeQueued<T extends object>(queue: SubscriberQueue<T>): Promise<T[]> {
  const items: T[] = [];
  while (queue.size > 0) {
    const result = await queue.next();
    if (!result.done) items.push(result.value);
  }
  return items;
}
