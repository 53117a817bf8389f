import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import { FairQueue, type WorkOwner } from './fair-queue.js';

const call = (name: string, isRecorded = false): WorkOwner => ({ callId: callIdSchema.parse(name), isRecorded });
const queueOf = (...works: [owner: WorkOwner, name: string][]) => {
  const queue = new FairQueue<{ owner: WorkOwner; name: string }>();
  for (const [owner, name] of works) queue.add({ owner, name });
  return queue;
};
const takeAll = (queue: ReturnType<typeof queueOf>): string[] => {
  const names: string[] = [];
  for (let work = queue.take(); work !== undefined; work = queue.take()) names.push(work.name);
  return names;
};

describe('FairQueue', () => {
  it('lets the calls take turns and keeps the order of each call', () => {
    const [a, b, c] = [call('a'), call('b'), call('c')];
    const queue = queueOf([a, 'a1'], [a, 'a2'], [a, 'a3'], [b, 'b1'], [c, 'c1'], [c, 'c2']);
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('takes live work first, and one recorded piece in ten', () => {
    const flood = Array.from({ length: 20 }, (_, at): [WorkOwner, string] => [call('live'), `live${at}`]);
    const queue = queueOf([call('old', true), 'old1'], [call('old', true), 'old2'], ...flood);
    const taken = takeAll(queue);
    expect(taken.map((name, at) => (name.startsWith('old') ? at : null)).filter((at) => at !== null)).toEqual([9, 19]);
    expect(taken).toHaveLength(22);
  });

  it('forgets the work of a stream', () => {
    const queue = queueOf([call('a'), 'a1'], [call('a'), 'a2'], [call('b'), 'b1']);
    expect(queue.remove(({ name }) => name.startsWith('a')).map(({ name }) => name)).toEqual(['a1', 'a2']);
    expect(takeAll(queue)).toEqual(['b1']);
  });
});
