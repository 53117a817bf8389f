import { describe, expect, it } from '@jest/globals';
import { aSegment, byAgent, byCustomer } from '../../../test/support/builders.js';
import type { Block } from './transcript.js';
import { areSameSpans, mergeRows, spansByBlock, type WordlessSpan } from './wordless-spans.js';

const span = (fromMs: number, { track, participant }: Pick<WordlessSpan, 'track' | 'participant'> = byCustomer) => ({
  track,
  participant,
  fromMs,
  toMs: fromMs + 3_000,
});
const line = (startMs: number) => aSegment({ id: `0-${startMs}`, startMs });
const block = (key: number, ...starts: number[]): Block => ({ key, lines: starts.map(line) });
const shown = (blocks: readonly Block[], ...starts: number[]) =>
  spansByBlock(
    blocks,
    starts.map((start) => span(start)),
  ).map((spans) => spans.map(({ fromMs }) => fromMs));

describe('spansByBlock', () => {
  it('puts each span into the block whose lines are around it', () => {
    const blocks = [block(0, 2_000, 5_000), block(1, 9_000, 12_000), block(2, 20_000)];
    expect(shown(blocks, 1_000, 6_000, 8_999, 9_000, 30_000)).toEqual([[1_000, 6_000, 8_999], [9_000], [30_000]]);
  });

  it('gives nothing without blocks', () => {
    expect(shown([], 1_000)).toEqual([]);
  });
});

it('puts spans and lines into one order', () => {
  const rows = mergeRows([line(2_000), line(9_000)], [span(1_000), span(2_000), span(10_000)]);
  expect(rows.map((row) => ('line' in row ? row.line.startMs : -row.span.fromMs))).toEqual([
    -1_000, 2_000, -2_000, 9_000, -10_000,
  ]);
});

it.each([
  [[span(1_000)], [span(1_000)], true],
  [[span(1_000)], [span(1_000, byAgent)], false],
  [[span(1_000)], [span(1_000, { ...byCustomer, participant: byAgent.participant })], false],
  [[span(1_000)], [span(1_000), span(5_000)], false],
  [[], [], true],
])('says of %j and %j that they show the same: %s', (a, b, isSame) => {
  expect(areSameSpans(a, b)).toBe(isSame);
});
