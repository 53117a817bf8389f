import type { Speaker } from '../participants/participant-list.js';
import {
  type Segment,
  type SegmentIndex,
  emptyIndex,
  findSegment,
  withSegment,
  withoutSegment,
} from './segment-index.js';

/** Neighbouring lines that are stored, compared and rendered together. */
export interface Block {
  /** Stays the same for the life of the block, so that React keeps its rows mounted. */
  readonly key: number;
  readonly lines: readonly Segment[];
}

/** The lines of one call in the order of their start. Immutable; a change replaces one block. */
export interface Transcript {
  readonly blocks: readonly Block[];
  readonly index: SegmentIndex;
  readonly size: number;
  /** The partials among the lines: a handful at most. */
  readonly partials: readonly Segment[];
  /** Start of each track's latest final. The engine abandoned a partial that starts before it. */
  readonly latestFinalMs: Readonly<Partial<Record<Segment['track'], number>>>;
  /** Everybody who has a line, or had a partial, with the role of the first one. */
  readonly speakers: readonly Speaker[];
  readonly nextKey: number;
}

/** A block of this many lines is full. Lines that arrive out of order let it grow up to twice this. */
export const linesPerBlock = 64;

export const emptyTranscript: Transcript = {
  blocks: [],
  index: emptyIndex,
  size: 0,
  partials: [],
  latestFinalMs: {},
  speakers: [],
  nextKey: 0,
};

/** Same start: by track, then by id. */
const compareSegments = (a: Segment, b: Segment): number =>
  a.startMs - b.startMs || a.track - b.track || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Binary search for the first element that is not before the segment; the length of the list when all are. */
function findPosition<T>(list: readonly T[], segment: Segment, key: (element: T) => Segment | undefined): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = key(list[middle] as T);
    if (element !== undefined && compareSegments(element, segment) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const findBlock = (blocks: readonly Block[], segment: Segment): number =>
  findPosition(blocks, segment, (block) => block.lines.at(-1));

const findLine = (block: Block, segment: Segment): number => findPosition(block.lines, segment, (line) => line);

function insertLine(transcript: Transcript, segment: Segment): Transcript {
  const { blocks, nextKey } = transcript;
  const found = findBlock(blocks, segment);
  const last = blocks.at(-1);
  if (!last || (found === blocks.length && last.lines.length >= linesPerBlock)) {
    return { ...transcript, blocks: [...blocks, { key: nextKey, lines: [segment] }], nextKey: nextKey + 1 };
  }
  const at = Math.min(found, blocks.length - 1);
  const block = blocks[at] ?? last;
  const lines = block.lines.toSpliced(findLine(block, segment), 0, segment);
  if (lines.length <= 2 * linesPerBlock) return { ...transcript, blocks: blocks.with(at, { ...block, lines }) };
  const halves = [
    { ...block, lines: lines.slice(0, linesPerBlock) },
    { key: nextKey, lines: lines.slice(linesPerBlock) },
  ];
  return { ...transcript, blocks: blocks.toSpliced(at, 1, ...halves), nextKey: nextKey + 1 };
}

function removeLine(transcript: Transcript, segment: Segment): Transcript {
  const at = findBlock(transcript.blocks, segment);
  const block = transcript.blocks[at];
  if (!block) return transcript;
  const lines = block.lines.toSpliced(findLine(block, segment), 1);
  const blocks =
    lines.length > 0 ? transcript.blocks.with(at, { ...block, lines }) : transcript.blocks.toSpliced(at, 1);
  return { ...transcript, blocks };
}

/** Keeps a changed line in its block where the order allows it, so that React moves its row instead of a new one. */
function replaceLine(transcript: Transcript, old: Segment, segment: Segment): Transcript {
  const { blocks } = transcript;
  const at = findBlock(blocks, old);
  const block = blocks[at];
  if (!block) return transcript;
  const before = blocks[at - 1]?.lines.at(-1);
  const after = blocks[at + 1]?.lines[0];
  const fits = (!before || compareSegments(before, segment) < 0) && (!after || compareSegments(segment, after) < 0);
  if (!fits) return insertLine(removeLine(transcript, old), segment);
  const others = { ...block, lines: block.lines.toSpliced(findLine(block, old), 1) };
  const lines = others.lines.toSpliced(findLine(others, segment), 0, segment);
  return { ...transcript, blocks: blocks.with(at, { ...block, lines }) };
}

function isNewer(old: Segment | undefined, segment: Segment, transcript: Transcript): boolean {
  if (!old) return !segment.isPartial || segment.startMs >= (transcript.latestFinalMs[segment.track] ?? 0);
  if (old.isPartial !== segment.isPartial) return old.isPartial;
  return segment.revision > old.revision;
}

/** Removes a line: a partial that never became final. */
export function removeSegment(transcript: Transcript, id: string): Transcript {
  const segment = findSegment(transcript.index, id);
  if (!segment) return transcript;
  return {
    ...removeLine(transcript, segment),
    index: withoutSegment(transcript.index, id),
    partials: transcript.partials.filter((line) => line.id !== id),
    size: transcript.size - 1,
  };
}

/**
 * Adds or replaces one segment. The highest revision of an id wins, a partial never replaces a final, and a final
 * removes earlier partials of its track. A partial without text withdraws its line. Returns the same object when the segment changes nothing.
 */
export function mergeSegment(transcript: Transcript, segment: Segment): Transcript {
  const old = findSegment(transcript.index, segment.id);
  if (!isNewer(old, segment, transcript)) return transcript;
  if (segment.isPartial && segment.text === '') return removeSegment(transcript, segment.id);
  const placed = old ? replaceLine(transcript, old, segment) : insertLine(transcript, segment);
  const partials = transcript.partials.filter((line) => line.id !== segment.id);
  const merged: Transcript = {
    ...placed,
    index: withSegment(placed.index, segment),
    size: transcript.size + (old ? 0 : 1),
    partials: segment.isPartial ? [...partials, segment] : partials,
    speakers: withSpeaker(transcript.speakers, segment.participant),
  };
  return segment.isPartial ? merged : removeAbandonedPartials(merged, segment);
}

const withSpeaker = (speakers: readonly Speaker[], speaker: Speaker): readonly Speaker[] =>
  speakers.some(({ id }) => id === speaker.id) ? speakers : [...speakers, speaker];

function removeAbandonedPartials(transcript: Transcript, final: Segment): Transcript {
  const { track, startMs } = final;
  if (startMs <= (transcript.latestFinalMs[track] ?? -1)) return transcript;
  const abandoned = transcript.partials.filter((line) => line.track === track && line.startMs < startMs);
  const cleared = abandoned.reduce((rest, line) => removeSegment(rest, line.id), transcript);
  return { ...cleared, latestFinalMs: { ...cleared.latestFinalMs, [track]: startMs } };
}

/** Lines overlap only with close neighbours: so many lines before a position are searched. */
const searchedLines = 8;

/** The line that is spoken at a position. When two overlap, the one that began later. */
export function findSegmentAt({ blocks }: Transcript, ms: number): Segment | undefined {
  const last = blocks.findLastIndex((block) => (block.lines[0]?.startMs ?? Infinity) <= ms);
  // A block has at least one line, so this many blocks are enough.
  return blocks
    .slice(Math.max(0, last - searchedLines + 1), last + 1)
    .flatMap(({ lines }) => lines.filter(({ startMs }) => startMs <= ms))
    .slice(-searchedLines)
    .findLast(({ endMs }) => endMs > ms);
}
