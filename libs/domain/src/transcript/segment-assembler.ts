import { formatSegmentId, type Channel, type EventData, type SegmentId, type Word } from '@earshot/contracts';
import { placeOnCall, type EngineRunPlace, type EngineWords } from './engine-result.js';
import { REVISIONS_PER_EPOCH } from './first-revision.js';

/** Where the next segment's id comes from. */
export interface SegmentPlace {
  /** -1 before the first stint. */
  readonly stintStartMs: number;
  readonly nextOrdinal: number;
}

export type TranscriptSegment = EventData<'transcript.segment'>;

const channelLetters: Record<Channel, string> = { CUSTOMER: 'c', AGENT: 'a' };
/** Limits of `transcript.segment`; an engine that runs past them is cut rather than refused. */
const MAX_TEXT = 20_000;
const MAX_WORDS = 4_000;
const MAX_WORD = 256;

/**
 * Gives the results of one channel's engine runs stable ids and revisions. An utterance keeps its id from its first
 * partial to its final, also when the engine dies in between and a new run hears it again: a reader would else see the
 * same words twice. A stint is a stretch of audio without a hole; its ids are `<c|a>-<stintStartMs>-<ordinal>`.
 */
export class SegmentAssembler {
  private stintStartMs: number;
  private ordinal: number;
  private revision: number;
  private lastText: string | null = null;

  /**
   * A higher `firstRevision` lets what this one says outrank what was published before under the same id; `next` goes on
   * where another one was.
   */
  constructor(
    private readonly channel: Channel,
    private readonly firstRevision = 1,
    next: SegmentPlace = { stintStartMs: -1, nextOrdinal: 0 },
  ) {
    this.revision = firstRevision - 1;
    this.stintStartMs = next.stintStartMs;
    this.ordinal = next.nextOrdinal;
  }

  /** The place of the next final; partials do not move it. */
  get next(): SegmentPlace {
    return { stintStartMs: this.stintStartMs, nextOrdinal: this.ordinal };
  }

  /** Audio begins again after a hole; what was said before it is closed. */
  beginStint(startMs: number): void {
    const rounded = Math.floor(startMs);
    if (rounded > this.stintStartMs) {
      this.stintStartMs = rounded;
      this.ordinal = 0;
      this.resetUtterance();
    } else if (this.lastText !== null) this.nextUtterance();
  }

  /** The segment to publish, or null when there is nothing new: no words, or a partial that changes nothing. */
  accept(result: EngineWords, run: EngineRunPlace, recognizedAtMs: number): TranscriptSegment | null {
    const placed = placeOnCall(result, run);
    const text = placed?.text.trim().slice(0, MAX_TEXT) ?? '';
    // An utterance that ends without words hands its id on: the next one replaces the partial that was shown.
    if (placed === null || text === '') return null;
    if (!placed.isFinal && (text === this.lastText || this.isLastRevision())) return null;
    this.revision += 1;
    this.lastText = text;
    const segment: TranscriptSegment = {
      segmentId: this.segmentId(),
      channel: this.channel,
      revision: this.revision,
      isPartial: !placed.isFinal,
      startMs: placed.startMs,
      endMs: placed.endMs,
      text,
      words: boundedWords(placed.words),
      engine: run.engine,
      recognizedAtMs,
    };
    if (placed.isFinal) this.nextUtterance();
    return segment;
  }

  private segmentId(): SegmentId {
    const stint = `${channelLetters[this.channel]}-${Math.max(0, this.stintStartMs)}`;
    return formatSegmentId({ stint, ordinal: this.ordinal });
  }

  /** The last one an owner has is for the final: an engine that never comes to an end must not outrank the next owner. */
  private isLastRevision(): boolean {
    return this.revision - this.firstRevision >= REVISIONS_PER_EPOCH - 3;
  }

  private nextUtterance(): void {
    this.ordinal += 1;
    this.resetUtterance();
  }

  private resetUtterance(): void {
    this.revision = this.firstRevision - 1;
    this.lastText = null;
  }
}

/** None rather than some where they would not fit: half a list of words looks complete. */
function boundedWords(words: readonly Word[]): Word[] {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  if (words.length > MAX_WORDS || letters > MAX_TEXT) return [];
  return words.map((word) => (word.text.length > MAX_WORD ? { ...word, text: word.text.slice(0, MAX_WORD) } : word));
}
