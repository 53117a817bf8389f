import { areSameLists } from '../are-same-lists.js';
import type { Speaker } from '../participants/participant-list.js';
import type { Segment } from '../transcript/segment-index.js';
import type { Block, Transcript } from '../transcript/transcript.js';

/** The points of a chart with one line per speaker. */
export interface SentimentSeries {
  /** Everybody with a score, in the order of their first one. */
  readonly speakers: readonly Speaker[];
  /** Where each point is on the call clock. */
  readonly seconds: readonly number[];
  /** How long each line lasts. */
  readonly durationsMs: readonly number[];
  /** The scores of each speaker at each point; null where another one spoke. */
  readonly scores: readonly (readonly (number | null)[])[];
}

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
  const lines = blocks.flatMap(findScoredLines);
  const speakers = new Map<string, Speaker>();
  for (const { participant } of lines) if (!speakers.has(participant.id)) speakers.set(participant.id, participant);
  return {
    speakers: [...speakers.values()],
    seconds: lines.map(({ startMs }) => startMs / 1000),
    durationsMs: lines.map(({ startMs, endMs }) => endMs - startMs),
    scores: [...speakers.keys()].map((id) =>
      lines.map(({ participant, sentimentScore }) => (participant.id === id ? sentimentScore : null)),
    ),
  };
}

/** Whether two series give the same chart and the same averages. */
export const isSameSeries = (a: SentimentSeries, b: SentimentSeries): boolean =>
  areSameLists(
    a.speakers.map(({ id }) => id),
    b.speakers.map(({ id }) => id),
  ) &&
  areSameLists(a.seconds, b.seconds) &&
  areSameLists(a.durationsMs, b.durationsMs) &&
  a.scores.every((scores, at) => areSameLists(scores, b.scores[at] ?? []));
