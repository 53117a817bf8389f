import type { Segment } from '../transcript/segment-index.js';
import type { Block, Transcript } from '../transcript/transcript.js';

/** Points of a chart with one line per speaker: seconds, then each speaker's scores; null where the other one spoke. */
export type SentimentSeries = [seconds: number[], customer: (number | null)[], agent: (number | null)[]];

type ScoredSegment = Segment & { sentimentScore: number };

/** Scored lines per block, so that a block that did not change is not read again. */
const scoredLines = new WeakMap<Block, readonly ScoredSegment[]>();

function findScoredLines(block: Block): readonly ScoredSegment[] {
  const known = scoredLines.get(block);
  if (known) return known;
  const lines = block.lines.filter((line): line is ScoredSegment => !line.isPartial && line.sentimentScore !== null);
  scoredLines.set(block, lines);
  return lines;
}

/** Collects the scores of all finals in the order of their start. */
export function buildSentimentSeries({ blocks }: Transcript): SentimentSeries {
  const series: SentimentSeries = [[], [], []];
  for (const line of blocks.flatMap(findScoredLines)) {
    series[0].push(line.startMs / 1000);
    series[1].push(line.channel === 'CUSTOMER' ? line.sentimentScore : null);
    series[2].push(line.channel === 'AGENT' ? line.sentimentScore : null);
  }
  return series;
}

/** Whether two series draw the same chart. */
export const isSameSeries = (a: SentimentSeries, b: SentimentSeries): boolean =>
  a.every((values, at) => values.length === b[at]?.length && values.every((value, point) => value === b[at]?.[point]));
