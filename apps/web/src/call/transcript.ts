import {
  type Segment,
  type SegmentIndex,
  emptyIndex,
  findSegment,
  withSegment,
  withoutSegment,
} from './segment-index.js';

/** Neighbouring lines that are kept, compared and rendered as one piece. */
export interface Block {
  /** Stays the same while the block lives, so that its rows stay mounted. */
  readonly key: number;
  readonly lines: readonly Segment[];
}

/** The lines of one call in the order of their start. Immutable; a change touches one block. */
export interface Transcript {
  readonly blocks: readonly Block[];
  readonly index: SegmentIndex;
  readonly size: number;
  /** Partials on screen: a handful at most. */
  readonly open: readonly Segment[];
  /** Start of the latest final of each side, in ms: a partial before it was missed out and will never become final. */
  readonly finalUpToMs: Readonly<Record<Segment['channel'], number>>;
  readonly nextKey: number;
}

/** A block is full for appending here; only out-of-order lines let it grow on, up to twice this. */
export const blockLines = 64;

export const emptyTranscript: Transcript = {
  blocks: [],
  index: emptyIndex,
  size: 0,
  open: [],
  finalUpToMs: { CUSTOMER: -1, AGENT: -1 },
  nextKey: 0,
};

const order = (a: Segment, b: Segment): number =>
  a.startMs - b.startMs ||
  (a.channel === b.channel ? 0 : a.channel === 'CUSTOMER' ? -1 : 1) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** First position whose element is not before the segment; the length if all are. */
function lowerBound<T>(list: readonly T[], segment: Segment, key: (element: T) => Segment | undefined): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = key(list[middle] as T);
    if (element !== undefined && order(element, segment) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const blockAt = (blocks: readonly Block[], segment: Segment): number =>
  lowerBound(blocks, segment, (block) => block.lines.at(-1));

const lineAt = (block: Block, segment: Segment): number => lowerBound(block.lines, segment, (line) => line);

function insert(transcript: Transcript, segment: Segment): Transcript {
  const { blocks, nextKey } = transcript;
  const found = blockAt(blocks, segment);
  const last = blocks.at(-1);
  if (!last || (found === blocks.length && last.lines.length >= blockLines)) {
    return { ...transcript, blocks: [...blocks, { key: nextKey, lines: [segment] }], nextKey: nextKey + 1 };
  }
  const at = Math.min(found, blocks.length - 1);
  const block = blocks[at] ?? last;
  const lines = block.lines.toSpliced(lineAt(block, segment), 0, segment);
  if (lines.length <= 2 * blockLines) return { ...transcript, blocks: blocks.with(at, { ...block, lines }) };
  const halves = [
    { ...block, lines: lines.slice(0, blockLines) },
    { key: nextKey, lines: lines.slice(blockLines) },
  ];
  return { ...transcript, blocks: blocks.toSpliced(at, 1, ...halves), nextKey: nextKey + 1 };
}

function takeOut(transcript: Transcript, segment: Segment): Transcript {
  const at = blockAt(transcript.blocks, segment);
  const block = transcript.blocks[at];
  if (!block) return transcript;
  const lines = block.lines.toSpliced(lineAt(block, segment), 1);
  const blocks =
    lines.length > 0 ? transcript.blocks.with(at, { ...block, lines }) : transcript.blocks.toSpliced(at, 1);
  return { ...transcript, blocks };
}

/** Keeps a changed line in its block where order allows, so that its row is moved by React and not built anew. */
function exchange(transcript: Transcript, old: Segment, segment: Segment): Transcript {
  const { blocks } = transcript;
  const at = blockAt(blocks, old);
  const block = blocks[at];
  if (!block) return transcript;
  const before = blocks[at - 1]?.lines.at(-1);
  const after = blocks[at + 1]?.lines[0];
  const fits = (!before || order(before, segment) < 0) && (!after || order(segment, after) < 0);
  if (!fits) return insert(takeOut(transcript, old), segment);
  const others = { ...block, lines: block.lines.toSpliced(lineAt(block, old), 1) };
  const lines = others.lines.toSpliced(lineAt(others, segment), 0, segment);
  return { ...transcript, blocks: blocks.with(at, { ...block, lines }) };
}

function isNews(old: Segment | undefined, segment: Segment, transcript: Transcript): boolean {
  if (!old) return !segment.isPartial || segment.startMs >= transcript.finalUpToMs[segment.channel];
  if (old.isPartial !== segment.isPartial) return old.isPartial;
  return segment.revision > old.revision;
}

/** Removes a line, for a partial that never became final. */
export function removeSegment(transcript: Transcript, id: string): Transcript {
  const segment = findSegment(transcript.index, id);
  if (!segment) return transcript;
  return {
    ...takeOut(transcript, segment),
    index: withoutSegment(transcript.index, id),
    open: transcript.open.filter((line) => line.id !== id),
    size: transcript.size - 1,
  };
}

/**
 * Puts one segment in its place. The highest revision of an id wins, a partial never replaces a final, and a final
 * takes away earlier partials of its side. Returns the same object when the segment brings nothing new.
 */
export function mergeSegment(transcript: Transcript, segment: Segment): Transcript {
  const old = findSegment(transcript.index, segment.id);
  if (!isNews(old, segment, transcript)) return transcript;
  const placed = old ? exchange(transcript, old, segment) : insert(transcript, segment);
  const open = transcript.open.filter((line) => line.id !== segment.id);
  const merged: Transcript = {
    ...placed,
    index: withSegment(placed.index, segment),
    size: transcript.size + (old ? 0 : 1),
    open: segment.isPartial ? [...open, segment] : open,
  };
  return segment.isPartial ? merged : closeEarlierPartials(merged, segment);
}

function closeEarlierPartials(transcript: Transcript, final: Segment): Transcript {
  const { channel, startMs } = final;
  if (startMs <= transcript.finalUpToMs[channel]) return transcript;
  const missedOut = transcript.open.filter((line) => line.channel === channel && line.startMs < startMs);
  const cleared = missedOut.reduce((rest, line) => removeSegment(rest, line.id), transcript);
  return { ...cleared, finalUpToMs: { ...cleared.finalUpToMs, [channel]: startMs } };
}

/** Lines spoken over each other overlap only with close neighbours; so many are looked at. */
const neighbours = 8;

/** The line that is being spoken at a time: of two at once, the one that began later. */
export function segmentAt({ blocks }: Transcript, ms: number): Segment | undefined {
  let at = blocks.findLastIndex((block) => (block.lines[0]?.startMs ?? Infinity) <= ms);
  for (let seen = 0; at >= 0 && seen < neighbours; at--) {
    const lines = blocks[at]?.lines ?? [];
    let line = lines.findLastIndex(({ startMs }) => startMs <= ms);
    for (; line >= 0 && seen < neighbours; line--, seen++) if ((lines[line]?.endMs ?? 0) > ms) return lines[line];
  }
  return undefined;
}
