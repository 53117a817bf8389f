import { describe, expect, it } from '@jest/globals';
import type { Segment } from './segment-index.js';
import { emptyTranscript, findSegmentAt, linesPerBlock, mergeSegment } from './transcript.js';
import { aSegment, byAgent, byCustomer, bySupervisor } from '../../../test/support/builders.js';

describe('the transcript of a long call', () => {
  const length = 10_000;
  const lines = Array.from({ length }, (_, n) =>
    aSegment({
      id: `s-${n}`,
      startMs: n * 1000,
      endMs: n * 1000 + 900,
      text: String(n),
      ...(n % 2 ? byAgent : byCustomer),
    }),
  );

  it('orders lines in any order of arrival, in blocks of bounded size', () => {
    const shuffled = lines.toSorted((a, b) => ((Number(a.text) * 7919) % length) - ((Number(b.text) * 7919) % length));
    for (const arrival of [lines, lines.toReversed(), shuffled]) {
      const { blocks, size } = arrival.reduce(mergeSegment, emptyTranscript);
      expect(blocks.flatMap((block) => block.lines.map((line) => line.id))).toEqual(lines.map((line) => line.id));
      expect(Math.max(...blocks.map((block) => block.lines.length))).toBeLessThanOrEqual(2 * linesPerBlock);
      expect(new Set(blocks.map((block) => block.key)).size).toBe(blocks.length);
      expect(size).toBe(length);
    }
  });

  it('replaces one block per new or changed line and keeps the others', () => {
    const full = lines.reduce(mergeSegment, emptyTranscript);
    for (const change of [
      aSegment({ id: 'new', startMs: length * 1000 }),
      { ...(lines[5000] as Segment), revision: 2 },
    ]) {
      const next = mergeSegment(full, change);
      const kept = new Set(full.blocks);
      expect(next.blocks.filter((block) => !kept.has(block))).toHaveLength(1);
    }
  });

  it('finds the line at a position', () => {
    const full = lines.reduce(mergeSegment, emptyTranscript);
    expect(findSegmentAt(full, 7_777_400)?.text).toBe('7777');
    expect(findSegmentAt(full, 7_777_950)).toBeUndefined();
    expect(findSegmentAt(full, -1)).toBeUndefined();
    const monologue = mergeSegment(full, aSegment({ id: 'long', startMs: 7_776_500, endMs: 7_779_000, text: 'long' }));
    expect(findSegmentAt(monologue, 7_777_950)?.text).toBe('long');
  });
});

describe('a transcript of three participants', () => {
  const lines = [
    aSegment({ id: '0-0-1', ...byCustomer, startMs: 0 }),
    aSegment({ id: '1-0-1', ...byAgent, startMs: 1_000, isPartial: true }),
    aSegment({ id: '2-0-1', ...bySupervisor, startMs: 2_000, isPartial: true }),
  ];
  const transcript = lines.reduce(mergeSegment, emptyTranscript);
  const shown = ({ blocks }: typeof transcript) => blocks.flatMap((block) => block.lines.map(({ id }) => id));

  it('knows who speaks, once each', () => {
    const again = mergeSegment(transcript, aSegment({ id: '1-5-1', ...byAgent, startMs: 5_000 }));
    expect(again.speakers.map(({ id }) => id)).toEqual(['customer', 'agent', 'supervisor']);
  });

  it('removes the line of a partial that is withdrawn, and shows the next words of its id', () => {
    const spoken = aSegment({ id: '1-0-1', ...byAgent, startMs: 1_000, isPartial: true });
    const withdrawn = mergeSegment(transcript, { ...spoken, text: '', revision: 2 });
    expect(shown(withdrawn)).toEqual(['0-0-1', '2-0-1']);
    expect(withdrawn.size).toBe(2);
    expect(shown(mergeSegment(withdrawn, { ...spoken, startMs: 6_000, revision: 3 }))).toEqual([
      '0-0-1',
      '2-0-1',
      '1-0-1',
    ]);
    expect(mergeSegment(withdrawn, { ...spoken, text: '', revision: 4 })).toBe(withdrawn);
    const final = { ...(lines[0] as Segment), text: '', isPartial: true, revision: 9 };
    expect(mergeSegment(transcript, final)).toBe(transcript);
  });

  it('removes the abandoned partial of a track whoever is on it now, and no partial of another track', () => {
    const takenOver = aSegment({ id: '1-3-1', track: 1, participant: bySupervisor.participant, startMs: 3_000 });
    expect(shown(mergeSegment(transcript, takenOver))).toEqual(['0-0-1', '2-0-1', '1-3-1']);
  });
});
