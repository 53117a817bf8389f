import { describe, expect, it } from '@jest/globals';
import type { SegmentId } from '@earshot/contracts';
import { SegmentRevisions } from './segment-revisions.js';

const id = (text: string) => text as SegmentId;

describe.each(['0-0-7', 'a-120000-0', 'from-another-source', '日本'])('SegmentRevisions of %s', (name) => {
  it('accepts each revision once, and after the final only newer finals', () => {
    const revisions = new SegmentRevisions();
    const seen: boolean[] = [];
    const receive = (revision: number, isPartial: boolean) => {
      const isNew = revisions.isNew(id(name), revision, isPartial);
      seen.push(isNew);
      if (isNew && isPartial) revisions.setPartial(id(name), revision);
      if (isNew && !isPartial) revisions.setFinal(id(name), revision);
    };
    receive(1, true);
    receive(1, true);
    receive(2, true);
    receive(3, false);
    receive(3, false);
    receive(2, true);
    receive(4, true);
    receive(4, false);
    expect(seen).toEqual([true, false, true, true, false, false, false, true]);
  });
});

describe('SegmentRevisions', () => {
  it('keeps stints apart and grows with the ordinal', () => {
    const revisions = new SegmentRevisions();
    for (let ordinal = 0; ordinal < 5_000; ordinal++) revisions.setFinal(id(`0-0-${ordinal}`), 2);
    expect(revisions.isFinal(id('0-0-4999'))).toBe(true);
    expect(revisions.isFinal(id('0-0-5000'))).toBe(false);
    expect(revisions.isFinal(id('1-0-1'))).toBe(false);
  });

  it('remembers a single ordinal far ahead without memory for those before it, and revisions of later owners', () => {
    const revisions = new SegmentRevisions();
    const before = process.memoryUsage().arrayBuffers;
    for (let stint = 0; stint < 500; stint++) revisions.setFinal(id(`c-${stint}-99999`), 20_001);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1_048_576);
    expect(revisions.isFinal(id('c-499-99999'))).toBe(true);
    expect(revisions.isFinal(id('c-499-99998'))).toBe(false);
    expect(revisions.isNew(id('c-499-99999'), 10_009, false)).toBe(false);
    expect(revisions.isNew(id('c-499-99999'), 2 ** 31 - 1, false)).toBe(true);
    revisions.setFinal(id('c-499-99999'), 2 ** 31 - 1);
    expect(revisions.isNew(id('c-499-99999'), 2 ** 31 - 1, false)).toBe(false);
  });

  it('refuses late partials of an earlier owner, before and after the final', () => {
    const revisions = new SegmentRevisions();
    revisions.setPartial(id('0-0-3'), 20_001);
    expect(revisions.isNew(id('0-0-3'), 10_007, true)).toBe(false);
    expect(revisions.isNew(id('0-0-3'), 10_008, false)).toBe(false);
    revisions.setFinal(id('0-0-3'), 20_002);
    expect(revisions.isNew(id('0-0-3'), 10_009, true)).toBe(false);
    expect(revisions.isNew(id('0-0-3'), 30_001, true)).toBe(false);
  });
});
