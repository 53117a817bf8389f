import { describe, expect, it } from '@jest/globals';
import { createLineFilter } from './filter-lines.js';
import { emptyTranscript, linesPerBlock, mergeSegment } from './transcript.js';
import { aSegment, byAgent, byCustomer } from '../../../test/support/builders.js';

const { blocks } = Array.from({ length: 2 * linesPerBlock }, (_, n) =>
  aSegment({ id: `s-${n}`, startMs: n, ...(n < linesPerBlock ? byCustomer : byAgent) }),
).reduce(mergeSegment, emptyTranscript);

describe('createLineFilter', () => {
  it('keeps everything, or the lines of one participant', () => {
    expect(createLineFilter(null)(blocks)).toBe(blocks);
    const ofAgent = createLineFilter(byAgent.participant.id)(blocks);
    expect(ofAgent.map(({ key, lines }) => [key, lines.length])).toEqual([[1, linesPerBlock]]);
    expect(createLineFilter('nobody')(blocks)).toEqual([]);
  });

  it('gives the same block again for a block that did not change', () => {
    const filter = createLineFilter(byAgent.participant.id);
    expect(filter(blocks)[0]).toBe(filter(blocks)[0]);
  });
});
