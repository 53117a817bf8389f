import { describe, expect, it } from '@jest/globals';
import { takeQueued } from '../../test/support/take-queued.js';
import type { Backlog } from './backlog.js';
import { estimateBytes } from './estimate-bytes.js';
import { SubscriberQueue } from './subscriber-queue.js';

interface Row {
  readonly text: string;
  readonly isPartial?: boolean;
}

class BoundedBacklog implements Backlog {
  bytes = 0;

  constructor(private readonly maxBytes: number) {}

  takeBytes(bytes: number): boolean {
    if (this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    return true;
  }

  releaseBytes(bytes: number): void {
    this.bytes -= bytes;
  }
}

const aRow = (letter: string, isPartial = false): Row => ({ text: letter.repeat(1_000), isPartial });
const rowBytes = estimateBytes(aRow('a'));

function open(maxRows: number) {
  const backlog = new BoundedBacklog(maxRows * rowBytes);
  const [dropped, ends]: [Row[], (string | null)[]] = [[], []];
  const queue = new SubscriberQueue<Row>(
    {
      maxQueued: 100,
      isDroppable: ({ isPartial }) => isPartial === true,
      onDropped: (row) => dropped.push(row),
      onDelivered: () => undefined,
      onEnd: (code) => ends.push(code),
    },
    backlog,
  );
  return { backlog, dropped, ends, queue };
}

describe('SubscriberQueue with a backlog in bytes', () => {
  it('drops partials first, then ends, and releases all bytes', async () => {
    const { backlog, dropped, ends, queue } = open(3);
    const [partial, final] = [aRow('p', true), aRow('f')];
    queue.push('1', partial);
    queue.push('2', final);
    queue.push('3', aRow('g'));
    queue.push('4', aRow('h'));
    expect([dropped, queue.size, ends]).toEqual([[partial], 3, []]);
    queue.push('5', aRow('i'));
    expect([queue.size, ends, backlog.bytes]).toEqual([0, ['SUBSCRIBER_TOO_SLOW'], 0]);
    await expect(queue.next()).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW' });
  });

  it('counts only the newest state of a row, and nothing that was taken', async () => {
    const { backlog, ends, queue } = open(1);
    for (let n = 0; n < 10; n += 1) queue.push('same', aRow('a'));
    expect([queue.size, backlog.bytes, ends]).toEqual([1, rowBytes, []]);
    expect(await takeQueued(queue)).toHaveLength(1);
    expect(backlog.bytes).toBe(0);
  });

  it('counts nothing for a subscriber that waits for its next update', async () => {
    const { backlog, queue } = open(0);
    const next = queue.next();
    queue.push('1', aRow('a'));
    expect([(await next).done, backlog.bytes]).toEqual([false, 0]);
  });

  it('releases all bytes when the subscriber leaves', async () => {
    const { backlog, queue } = open(5);
    queue.push('1', aRow('a'));
    await queue.return();
    queue.push('2', aRow('b'));
    expect(backlog.bytes).toBe(0);
  });
});

describe('estimateBytes', () => {
  it('grows with texts and lists', () => {
    const small = { text: 'a', words: [] as object[] };
    const large = { text: 'a'.repeat(5_000), words: Array.from({ length: 100 }, () => ({ text: 'word', startMs: 1 })) };
    expect(estimateBytes(large) - estimateBytes(small)).toBeGreaterThan(5_000 + 100 * 30);
  });
});
