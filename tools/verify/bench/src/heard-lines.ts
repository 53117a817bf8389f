import type { SpokenLine } from './sample-calls.js';

/** What was heard of a track, on the same clock as the lines. */
export interface HeardSpan {
  readonly track: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** The lines that no final overlaps: nothing was heard of them. */
export const findUnheardLines = (lines: readonly SpokenLine[], finals: readonly HeardSpan[]): SpokenLine[] =>
  lines.filter(
    (line) =>
      !finals.some(({ track, startMs, endMs }) => track === line.track && startMs < line.endMs && endMs > line.startMs),
  );
