import {
  formatSegmentId,
  type EventData,
  type ParticipantId,
  type ParticipantRole,
  type SegmentId,
  type Word,
} from '@earshot/contracts';
import { placeOnCall, type EngineRunPlace, type EngineWords } from './engine-result.js';
import { REVISIONS_PER_EPOCH } from './first-revision.js';

/** The stint and the number that the next segment's id is made of. */
export interface SegmentPlace {
  /** Start of the stint on the call clock; -1 before the first stint. */
  readonly stintStartMs: number;
  readonly nextOrdinal: number;
}

export type TranscriptSegment = EventData<'transcript.segment'>;

/** Says who spoke on a track. A segment belongs to the participant who was on its track when it began. */
export interface SpeakerLookup {
  speakerAt(ms: number): { readonly id: ParticipantId; readonly role: ParticipantRole };
}

/** Limits of `transcript.segment`. Text beyond them is cut, so that the segment is still published. */
const MAX_TEXT_CHARS = 20_000;
const MAX_WORDS = 4_000;
const MAX_WORD_CHARS = 256;
const MAX_LANGUAGE_CHARS = 35;
const MAX_ENTITIES = 1_000;
const MAX_ISSUES = 100;

/** Finals that a category of the engine may still name. */
const MAX_FINALS = 32;

/**
 * Gives the results of one track's engine runs stable ids and revisions. An utterance keeps its id from its first
 * partial to its final, even when the engine fails in between and a new run transcribes it again. Otherwise a reader would
 * see the same words twice. Ids are `<track>-<stintStartMs>-<ordinal>`.
 */
export class SegmentAssembler {
  private stintStartMs: number;
  private ordinal: number;
  private revision: number;
  private lastText: string | null = null;
  private readonly finals: TranscriptSegment[] = [];

  /**
   * A higher `firstRevision` makes these segments outrank earlier ones with the same ids. `next` is the place where an
   * earlier assembler stopped.
   */
  constructor(
    private readonly track: number,
    private readonly speakers: SpeakerLookup,
    private readonly firstRevision = 1,
    next: SegmentPlace = { stintStartMs: -1, nextOrdinal: 0 },
  ) {
    this.revision = firstRevision - 1;
    this.stintStartMs = next.stintStartMs;
    this.ordinal = next.nextOrdinal;
  }

  /** The place of the next final. Partials do not move it. */
  get next(): SegmentPlace {
    return { stintStartMs: this.stintStartMs, nextOrdinal: this.ordinal };
  }

  /** Audio begins again after a hole. Ends the utterance that was open before the hole. */
  beginStint(startMs: number): void {
    const rounded = Math.floor(startMs);
    if (rounded > this.stintStartMs) {
      this.stintStartMs = rounded;
      this.ordinal = 0;
      this.resetUtterance();
    } else if (this.lastText !== null) this.nextUtterance();
  }

  /**
   * The segment to publish; null when there are no words or a partial changes nothing. A final without words withdraws the
   * partial that was shown: it becomes a partial without text. It leaves its id to the next utterance.
   */
  accept(result: EngineWords, run: EngineRunPlace, recognizedAtMs: number): TranscriptSegment | null {
    const placed = placeOnCall(result, run);
    const text = placed.text.trim().slice(0, MAX_TEXT_CHARS);
    const isWithdrawal = text === '' && placed.isFinal && this.lastText !== null;
    if (text === '' && !isWithdrawal) return null;
    const isPartial = !placed.isFinal || isWithdrawal;
    if (isPartial && (text === this.lastText || this.isLastRevision())) return null;
    this.revision += 1;
    this.lastText = text;
    const speaker = this.speakers.speakerAt(placed.startMs);
    const segment: TranscriptSegment = {
      segmentId: this.segmentId(),
      track: this.track,
      participantId: speaker.id,
      role: speaker.role,
      revision: this.revision,
      isPartial,
      startMs: placed.startMs,
      endMs: placed.endMs,
      text,
      words: boundedWords(placed.words),
      ...(placed.areWordTimesEstimated === true && { areWordTimesEstimated: true }),
      engine: run.engine,
      ...(placed.language !== undefined && { language: placed.language.slice(0, MAX_LANGUAGE_CHARS) }),
      ...insightsOf(placed, run.engine),
      recognizedAtMs,
    };
    if (!isPartial) this.endUtterance(segment);
    return segment;
  }

  /** The newest final that is heard in a span of the call; else the newest final before its end; null without any. */
  findFinal(startMs: number, endMs: number): TranscriptSegment | null {
    const begun = this.finals.filter((final) => final.startMs <= endMs);
    return begun.findLast((final) => final.endMs >= startMs) ?? begun.at(-1) ?? null;
  }

  private segmentId(): SegmentId {
    const stint = `${this.track}-${Math.max(0, this.stintStartMs)}`;
    return formatSegmentId({ stint, ordinal: this.ordinal });
  }

  /** An owner keeps its last revision for the final, so that endless partials never outrank the next owner. */
  private isLastRevision(): boolean {
    return this.revision - this.firstRevision >= REVISIONS_PER_EPOCH - 3;
  }

  private endUtterance(final: TranscriptSegment): void {
    this.finals.push(final);
    if (this.finals.length > MAX_FINALS) this.finals.shift();
    this.nextUtterance();
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

/** The engine's own findings within the limits, with places inside the text. */
function insightsOf({ insights, text, isFinal }: EngineWords, engine: string): Partial<TranscriptSegment> {
  if (insights === undefined || !isFinal || text.trim() === '') return {};
  const { sentiment, sentimentScore, issues = [], entities = [] } = insights;
  const length = Math.min(text.trim().length, MAX_TEXT_CHARS);
  const isInText = (span: { readonly startChar: number; readonly endChar: number }) =>
    span.startChar < span.endChar && span.endChar <= length;
  const [placedIssues, placedEntities] = [issues.filter(isInText), entities.filter(isInText)];
  return {
    ...(sentiment !== undefined && { sentiment, sentimentEngine: engine }),
    ...(sentiment !== undefined && sentimentScore !== undefined && { sentimentScore }),
    ...(placedIssues.length > 0 && { issues: placedIssues.slice(0, MAX_ISSUES) }),
    ...(placedEntities.length > 0 && { entities: placedEntities.slice(0, MAX_ENTITIES) }),
  };
}

/** The words within the limits; none when they do not all fit, because a cut list would look complete. */
function boundedWords(words: readonly Word[]): Word[] {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  if (words.length > MAX_WORDS || letters > MAX_TEXT_CHARS) return [];
  return words.map((word) =>
    word.text.length > MAX_WORD_CHARS ? { ...word, text: word.text.slice(0, MAX_WORD_CHARS) } : word,
  );
}
