import { parseSegmentId, type SegmentId } from '@earshot/contracts';
import { judgeSegment } from './judge-segment.js';
import type { JudgeOptions } from './read-segment.js';
import type { SegmentText } from './segment-text.js';
import { TalkState } from './talk-state.js';

/** Most finals in the window: about ten minutes of talk. */
const MAX_FINALS = 200;
/** Most bytes of raw text and words in it. */
const MAX_BYTES = 256 * 1_024;
/** A word with its times, roughly. */
const BYTES_PER_WORD = 80;

interface WindowEntry {
  readonly source: SegmentText;
  readonly bytes: number;
  /** What the finals before it say about it. */
  before: TalkState;
}

/**
 * The recent finals of a call in the order of the call's clock. A final that arrives late is judged at its place, and the
 * finals after it are judged again. So the order of arrival does not decide what is hidden. A final that arrives later than
 * the window reaches is judged with the oldest context that is known.
 */
export class FinalsWindow {
  private readonly entries: WindowEntry[] = [];
  private bytes = 0;
  /** What the finals of the window and those before it say about a later segment. */
  private after = new TalkState();

  constructor(private readonly options: Omit<JudgeOptions, 'mode'>) {}

  /** Adds a final that another process redacted. */
  recallFinal(source: SegmentText): void {
    this.insert(source, 'recalled');
  }

  /** Adds a final, or replaces its former version. Returns the texts in which something else may be hidden now. */
  addFinal(source: SegmentText): ReadonlySet<SegmentText> {
    return this.insert(source, 'final');
  }

  /** Judges a partial at its place. It changes nothing else, because its words may still change. */
  judgePartial(source: SegmentText): void {
    const place = this.placeOf(source);
    const state = this.entries[place]?.before ?? this.after;
    judgeSegment(source, state.copy(), { ...this.options, mode: 'partial' });
  }

  private insert(source: SegmentText, mode: 'final' | 'recalled'): ReadonlySet<SegmentText> {
    const former = this.entries.findIndex(({ source: one }) => one.segment.segmentId === source.segment.segmentId);
    const removed = former < 0 ? undefined : this.entries.splice(former, 1)[0];
    this.bytes -= removed?.bytes ?? 0;
    const place = this.placeOf(source);
    const from = removed === undefined ? place : Math.min(place, former);
    const state =
      (removed !== undefined && from === former ? removed.before : this.entries[from]?.before) ?? this.after;
    this.entries.splice(place, 0, { source, bytes: bytesOf(source), before: state });
    this.bytes += bytesOf(source);
    return this.judgeFrom(from, state.copy(), { mode, removed: removed?.source });
  }

  private judgeFrom(
    from: number,
    state: TalkState,
    { mode, removed }: { mode: 'final' | 'recalled'; removed: SegmentText | undefined },
  ): ReadonlySet<SegmentText> {
    const judged = this.entries.slice(from);
    const sources = new Set(judged.map(({ source }) => source));
    if (removed !== undefined) sources.add(removed);
    const changed = new Set<SegmentText>();
    if (sources.size > 1)
      for (const { source } of this.entries) if (source.forgetVerdictsOf(sources)) changed.add(source);
    for (const entry of judged) {
      entry.before = state.copy();
      changed.add(entry.source);
      for (const text of judgeSegment(entry.source, state, { ...this.options, mode })) changed.add(text);
    }
    this.after = state;
    this.dropOldest();
    return changed;
  }

  private placeOf(source: SegmentText): number {
    let place = this.entries.length;
    while (place > 0 && compare(source, (this.entries[place - 1] as WindowEntry).source) < 0) place--;
    return place;
  }

  private dropOldest(): void {
    while (this.entries.length > MAX_FINALS || (this.bytes > MAX_BYTES && this.entries.length > 1))
      this.bytes -= this.entries.shift()?.bytes ?? 0;
  }
}

const bytesOf = ({ segment }: SegmentText): number => 2 * segment.text.length + BYTES_PER_WORD * segment.words.length;

/** The order of two finals on the call's clock. It never depends on the order of arrival. */
function compare({ segment: one }: SegmentText, { segment: other }: SegmentText): number {
  return one.startMs - other.startMs || one.endMs - other.endMs || compareIds(one.segmentId, other.segmentId);
}

function compareIds(one: SegmentId, other: SegmentId): number {
  const [a, b] = [parseSegmentId(one), parseSegmentId(other)];
  if (a !== null && b !== null && a.stint === b.stint) return a.ordinal - b.ordinal;
  return one < other ? -1 : one > other ? 1 : 0;
}
