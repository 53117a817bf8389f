import type { Channel, EventData, SegmentId } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { copyRun, digitsOf, hiddenSpanOf, newRun, trimRun, type DigitElement, type DigitRun } from './digit-run.js';
import { findEmails } from './find-emails.js';
import { findLabels, type Label } from './find-labels.js';
import { MIN_CARD_DIGITS } from './luhn.js';
import { hideDigits, type RunContext } from './hide-digits.js';
import { readPieces, type Piece, type ReadDigits } from './read-run-elements.js';
import { renderRedacted, type HiddenSpan, type Redaction } from './render-redacted.js';
import { scanTokens, type Token } from './scan-tokens.js';
import { TalkContext } from './talk-context.js';

export type RawSegment = EventData<'transcript.segment'>;
export type RedactedSegment = RawSegment & { readonly redactions: Redaction[] };

/** A raw text with what is hidden of it, kept as long as its digits may turn out to begin a longer number. */
export interface SegmentText {
  readonly text: string;
  readonly segment: RawSegment;
  /** By start. */
  readonly hidden: Map<number, HiddenSpan>;
  /** Revision it was last given out with. */
  revision: number;
}

export interface RedactionResult {
  readonly segment: RedactedSegment;
  /** Earlier segments of which more must be hidden now, each with a higher revision than before. */
  readonly corrections: RedactedSegment[];
}

/** Words that may stand between digits of one number; more while a card is spoken of. */
const MAX_WORDS_BETWEEN = 4;
const MAX_WORDS_BETWEEN_CARD = 12;
/** A pause after which digits begin a new number. */
const MAX_PAUSE_MS = 60_000;
/** Words between digits and a phrase such as "is the security code". */
const MAX_WORDS_TO_NAME = 8;

/** What one reading of a segment works on; of a partial, copies. */
interface Reading {
  readonly source: SegmentText;
  readonly run: DigitRun;
  /** Runs that ended within the segment, and the last one. */
  readonly runs: DigitRun[];
  readonly isPartial: boolean;
}

/**
 * Removes payment cards, their verification codes, social security and phone numbers and e-mail addresses from the
 * segments of one call, written or spoken, also where a number is spread over several segments of one side. Work and
 * memory do not grow with the call. Finals must come in the order of their side; the last one of a side may come again
 * with other words, which then stand in place of the former.
 */
export class CallRedactor {
  private readonly runs: Record<Channel, DigitRun> = { CUSTOMER: newRun(null), AGENT: newRun(null) };
  /** What a side had begun before its last final. */
  private readonly before: Record<Channel, { id: SegmentId; run: DigitRun } | null> = { CUSTOMER: null, AGENT: null };
  private readonly talk = new TalkContext();

  constructor(private readonly options: { readonly defaultCountry: CountryCode }) {}

  redact(segment: RawSegment): RedactionResult {
    const source: SegmentText = { text: segment.text, segment, hidden: new Map(), revision: segment.revision };
    const tokens = scanTokens(segment.text);
    const labels = findLabels(tokens);
    const isExpected = this.talk.isInForce('EMAIL', segment.startMs);
    const emails = findEmails(segment.text, tokens, labels, { open: segment.isPartial, isExpected });
    for (const { start, end } of emails) source.hidden.set(start, { kind: 'EMAIL', start, end, continuesFrom: null });
    const pieces = readPieces(source, tokens, labels, emails);
    const carried = this.carriedInto(segment);
    const reading: Reading = {
      source,
      run: segment.isPartial ? copyRun(carried) : carried,
      runs: [],
      isPartial: segment.isPartial,
    };
    const last = this.readRuns(pieces, reading);
    const changed = this.judge(reading, last, labels);
    if (!segment.isPartial) this.commit(segment, last, labels, hiddenIn(segment, reading.runs));
    changed.delete(source);
    return {
      segment: this.render(source),
      corrections: segment.isPartial ? [] : [...changed].map((text) => this.correct(text)),
    };
  }

  /**
   * Takes a final that another process redacted as something that was said: what was spoken of, and digits that may go
   * on. Of its placeholders a card's counts like the word, since the rest of the number may follow.
   */
  recall(segment: RawSegment): void {
    const { text, revision } = segment;
    const source: SegmentText = { text, segment, hidden: new Map(), revision };
    const tokens = scanTokens(text);
    const labels = findLabels(tokens).filter(({ kind, from }) => kind === 'CARD' || !isPlaceholder(text, tokens[from]));
    const pieces = readPieces(source, tokens, labels, []);
    const last = this.readRuns(pieces, { source, run: this.carriedInto(segment), runs: [], isPartial: false });
    this.commit(segment, last, labels, text.includes('[CVV]') ? ['CVV'] : []);
  }

  /** The run that the segment goes on with. */
  private carriedInto({ channel, segmentId, isPartial }: RawSegment): DigitRun {
    if (isPartial) return this.runs[channel];
    const before = this.before[channel];
    if (before?.id === segmentId) this.runs[channel] = before.run;
    this.before[channel] = { id: segmentId, run: copyRun(this.runs[channel]) };
    return this.runs[channel];
  }

  private render({ segment, hidden, revision }: SegmentText): RedactedSegment {
    return { ...segment, ...renderRedacted(segment.text, segment.words, [...hidden.values()]), revision };
  }

  private correct(source: SegmentText): RedactedSegment {
    source.revision++;
    return this.render(source);
  }

  /** Sorts the digits of the segment into runs, going on with the one its side had begun; returns the last run. */
  private readRuns(pieces: readonly Piece[], { source, run: carried, runs, isPartial }: Reading): DigitRun {
    const { startMs, endMs } = source.segment;
    const current = this.talk.current(startMs);
    let run = carried;
    if (startMs - run.lastEndMs > MAX_PAUSE_MS) run = newRun(null);
    let label: DigitRun['label'] = null;
    let lastEnd: number | null = null;
    for (const piece of pieces) {
      if (piece.kind === 'word') {
        if (!piece.isFiller) run.wordsSince++;
      } else if (piece.kind === 'label') {
        const { kind } = piece.label;
        run.wordsSince++;
        if (kind === 'CVV' && digitsOf(run.elements).length < MIN_CARD_DIGITS) {
          run.isNamedCvv ||= run.elements.length > 0 && run.wordsSince <= MAX_WORDS_TO_NAME;
        } else if (kind !== 'CARD') run = this.nextRun(run, runs, null);
        if (kind !== 'CVV' && kind !== 'EMAIL') label = kind;
      } else {
        const wasCard = this.isCardTalk(run, startMs) || label === 'CARD';
        if (run.wordsSince > (wasCard ? MAX_WORDS_BETWEEN_CARD : MAX_WORDS_BETWEEN))
          run = this.nextRun(run, runs, null);
        run.label = label ?? (run.elements.length > 0 ? upgraded(run.label, current) : current);
        run.elements.push(elementOf(piece, run, source, lastEnd));
        run.wordsSince = 0;
        run.isNamedCvv = false;
        run.lastEndMs = endMs;
        lastEnd = piece.end;
      }
    }
    runs.push(run);
    if (!isPartial) this.runs[source.segment.channel] = run;
    return run;
  }

  private nextRun(run: DigitRun, runs: DigitRun[], label: DigitRun['label']): DigitRun {
    if (run.elements.length > 0) runs.push(run);
    return newRun(label);
  }

  private isCardTalk(run: DigitRun, atMs: number): boolean {
    return run.label === 'CARD' || this.talk.isInForce('CARD', atMs);
  }

  /** Hides what must be hidden; returns the texts of which more is hidden than before. */
  private judge({ source, runs, isPartial }: Reading, last: DigitRun, labels: readonly Label[]): Set<SegmentText> {
    const atMs = source.segment.startMs;
    const names = (kind: Label['kind']) => labels.some((label) => label.kind === kind);
    const changed = new Set<SegmentText>();
    for (const run of runs) {
      if (!run.isNamedCvv && !run.elements.some((element) => element.source === source)) continue;
      const isOpen = run === last && run.wordsSince <= MAX_WORDS_BETWEEN;
      const context: RunContext = {
        defaultCountry: this.options.defaultCountry,
        isCardTalk: names('CARD') || this.isCardTalk(run, atMs),
        isCvvTalk: names('CVV') || this.talk.isInForce('CVV', atMs),
        open: isOpen ? (isPartial ? 'partial' : 'final') : null,
      };
      hideDigits(run, context);
      for (const element of run.elements) {
        // A partial may yet change: what it says about earlier segments waits for the final.
        if (isPartial && element.source !== source) continue;
        if (noteHidden(element)) changed.add(element.source);
      }
    }
    return changed;
  }

  /** Makes a final part of what later segments are judged by. */
  private commit(
    segment: RawSegment,
    last: DigitRun,
    labels: readonly Label[],
    hiddenNow: readonly DigitElement['hiddenAs'][],
  ): void {
    const atMs = segment.endMs;
    const kinds = new Set(labels.map(({ kind }) => kind));
    const goesOnWithCard = hiddenNow.includes('CARD') && this.isCardTalk(last, atMs);
    this.talk.advance();
    for (const kind of kinds) this.talk.mention(kind, atMs);
    if (goesOnWithCard) this.talk.mention('CARD', atMs);
    if (hiddenNow.includes('CVV') && !kinds.has('CVV')) this.talk.forget('CVV');
    const turnsAway =
      ['NEUTRAL', 'PHONE', 'SSN', 'CVV'].some((kind) => kinds.has(kind as Label['kind'])) &&
      (kinds.has('CVV') || !kinds.has('CARD'));
    const other = segment.channel === 'AGENT' ? 'CUSTOMER' : 'AGENT';
    if (turnsAway) this.runs[other] = newRun(null);
    trimRun(last);
  }
}

/** As what the digits of the segment are hidden. */
const hiddenIn = (segment: RawSegment, runs: readonly DigitRun[]): DigitElement['hiddenAs'][] =>
  runs.flatMap(({ elements }) =>
    elements.filter(({ source }) => source.segment === segment).map((one) => one.hiddenAs),
  );

const isPlaceholder = (text: string, token: Token | undefined): boolean =>
  token !== undefined && text[token.start - 1] === '[' && text[token.end] === ']';

const upgraded = (label: DigitRun['label'], current: DigitRun['label']): DigitRun['label'] =>
  current === 'CARD' ? current : (label ?? current);

function elementOf(piece: ReadDigits, run: DigitRun, source: SegmentText, lastEnd: number | null): DigitElement {
  const previous = run.elements.at(-1);
  const isTight = previous !== undefined && run.wordsSince === 0 && !piece.hasHardMark;
  const sameText = isTight && previous.source === source;
  const isWrittenGroup = !piece.isSpoken && (piece.digits.length > 1 || (previous?.digits.length ?? 0) > 1);
  const between = sameText ? source.text.slice(previous.end, piece.start).trim() : '';
  return {
    source,
    start: piece.start,
    end: piece.end,
    digits: piece.digits,
    gap: isTight || previous === undefined ? 'tight' : 'loose',
    isApart: isWrittenGroup || piece.hasMark || between !== '',
    continuesFrom: sameText ? lastEnd : null,
    isEveryday: piece.isEveryday || (previous?.isEveryday === true && between === ',' && piece.digits.length === 3),
    hasPlus: piece.hasPlus,
    hiddenAs: null,
  };
}

/** Whether the element's text shows less than before. */
function noteHidden(element: DigitElement): boolean {
  const { source, hiddenAs } = element;
  if (hiddenAs === null) return false;
  const before = source.hidden.get(element.start);
  if (before?.kind === hiddenAs) return false;
  source.hidden.set(element.start, hiddenSpanOf(element, hiddenAs));
  return true;
}
