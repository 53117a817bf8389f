import { callIdSchema } from '@earshot/contracts';
import type { StreamRecord } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { PendingEnds } from './pending-ends.js';

const QUIET_MS = 3_000;
const callId = callIdSchema.parse('c1');

function setUp() {
  const clock = new ManualClock();
  const ends = new PendingEnds(QUIET_MS, clock);
  const acknowledged: number[] = [];
  let published = 0;
  const addEnd = (partition: number) => {
    const record = { partition, acknowledge: () => void acknowledged.push(partition) } as unknown as StreamRecord;
    ends.add(callId, record, async () => void (published += 1));
  };
  return { clock, ends, addEnd, acknowledged, countPublished: () => published };
}

describe('the ends of calls that wait', () => {
  it('are forgotten with the only partition that told of them', async () => {
    const { clock, ends, addEnd, acknowledged, countPublished } = setUp();
    addEnd(1);
    ends.dropPartitions([1]);
    await clock.advance(QUIET_MS);
    expect([countPublished(), acknowledged]).toEqual([0, []]);
  });

  it('stay when another partition told of them, too: its record would hold up everything behind it', async () => {
    const { clock, ends, addEnd, acknowledged, countPublished } = setUp();
    addEnd(1);
    addEnd(2);
    ends.dropPartitions([1]);
    await clock.advance(QUIET_MS);
    expect([countPublished(), acknowledged]).toEqual([1, [2]]);
  });
});
