import type { Block, Transcript } from './transcript.js';
import type { Segment } from './segment-index.js';

/** Points of a chart with one line per side: seconds, then each side's scores; null where the other side spoke. */
export type SentimentSeries = [seconds: number[], customer: (number | null)[], agent: (number | null)[]];

type Scored = Segment & { sentimentScore: number };

const scoredOf = new WeakMap<Block, readonly Scored[]>();

/** Blocks that did not change are not read again. */
function scored(block: Block): readonly Scored[] {
  const known = scoredOf.get(block);
  if (known) return known;
  const lines = block.lines.filter((line): line is Scored => !line.isPartial && line.sentimentScore !== null);
  scoredOf.set(block, lines);
  return lines;
}

/** The scores of all final lines, by the time they were spoken. */
export function sentimentSeries({ blocks }: Transcript): SentimentSeries {
  const series: SentimentSeries = [[], [], []];
  for (const block of blocks) {
    for (const line of scored(block)) {
      series[0].push(line.startMs / 1000);
      series[1].push(line.channel === 'CUSTOMER' ? line.sentimentScore : null);
      series[2].push(line.channel === 'AGENT' ? line.sentimentScore : null);
    }
  }
  return series;
}
