import { isPlain, joinDigits, newRun, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import { MIN_CARD_DIGITS } from './card-numbers.js';
import type { LabelKind } from './find-labels.js';
import type { LabelPiece, Piece, ReadDigits } from './read-pieces.js';
import { isNextGroup } from './next-group.js';
import type { SegmentText } from './segment-text.js';
import type { TalkContext, TalkPlace } from './talk-context.js';

/** Most words between digits of one number. */
export const MAX_WORDS_BETWEEN = 4;
/** The same while the speakers talk of a card. */
const MAX_WORDS_BETWEEN_CARD = 12;
/** Longest security code. */
const MAX_CODE_DIGITS = 4;
/** The same between the parts of an announced number that is not whole. */
const MAX_WORDS_IN_REMARK = 8;
/** Most digits of a harmless number that its speaker has begun. */
const MAX_BEGUN_DIGITS = 4;
/** After a pause this long, digits begin a new number. */
const MAX_PAUSE_MS = 60_000;
/** Most words between digits and a phrase such as "is the security code". */
export const MAX_WORDS_TO_NAME = 8;

/** What was said before a segment, and where the segment is. */
export interface RunTalk {
  readonly context: TalkContext;
  readonly place: TalkPlace;
}

/**
 * Sorts the digits of a segment into runs. The first run continues `carried`, which the participant began in earlier segments; the
 * last run is the one that a later segment may continue.
 */
export function readRuns(
  pieces: readonly Piece[],
  source: SegmentText,
  carried: DigitRun,
  talk: RunTalk,
): [...DigitRun[], DigitRun] {
  const reader = new RunReader(source, carried, talk);
  for (const piece of pieces) reader.read(piece);
  return reader.finish();
}

class RunReader {
  private readonly ended: DigitRun[] = [];
  private run: DigitRun;
  /** What the last label of this segment calls the digits after it. */
  private label: LabelKind | null = null;
  /** The speaker corrects the last digits. */
  private isCorrection = false;
  /** The next digits are announced as the last four. */
  private isLastFourNext: boolean;
  /** End of the last digits in this text. */
  private lastEnd: number | null = null;

  constructor(
    private readonly source: SegmentText,
    carried: DigitRun,
    private readonly talk: RunTalk,
  ) {
    this.run = source.segment.startMs - carried.lastEndMs > MAX_PAUSE_MS ? newRun(null) : carried;
    if (talk.place.isCorrection === true) this.run.isComplete = false;
    this.isLastFourNext = talk.context.isLastFourTalk(talk.place);
  }

  read(piece: Piece): void {
    if (piece.kind === 'digits') this.readDigits(piece);
    else if (piece.kind === 'label') this.readLabel(piece);
    else this.readWord(piece);
  }

  finish(): [...DigitRun[], DigitRun] {
    return [...this.ended, this.run];
  }

  private readWord({ isFiller, isCorrection }: { readonly isFiller: boolean; readonly isCorrection: boolean }): void {
    this.isCorrection ||= isCorrection;
    if (isFiller) return;
    if (this.run.isComplete) this.beginRun();
    this.run.wordsSince++;
    // Only the first digits after "ending in" are the last four.
    if (!isCorrection && this.run.elements.at(-1)?.isLastFour === true) this.isLastFourNext = false;
  }

  private readLabel({ label: { kind, isQuestion }, followsValue }: LabelPiece): void {
    if (isQuestion === true) return;
    const { run } = this;
    // "123 45 6789 is my social".
    const mayName = followsValue && run.wordsSince < MAX_WORDS_TO_NAME && this.lastEnd !== null;
    if (mayName && isKindOfRun(kind)) this.nameDigitsBefore(kind);
    this.run.wordsSince++;
    if (kind === 'LAST_FOUR') {
      this.isLastFourNext = true;
      return;
    }
    if (kind === 'CVV') return this.readCodeLabel();
    // The number before is called something else, so it is not a part of the card.
    if (kind !== 'CARD' || this.run.label === 'NEUTRAL') this.beginRun();
    if (kind !== 'EMAIL') this.label = kind;
  }

  /** Gives the digits before a label its name. Digits that have another name keep it: those of earlier segments, and the first ones after a label. */
  private nameDigitsBefore(kind: LabelKind): void {
    const { run, source } = this;
    const first = run.elements.findIndex((element) => element.source === source);
    const second = first + (tightStretches(run.elements.slice(first))[0]?.length ?? 0);
    if (this.label !== null && second === run.elements.length) return;
    const from = this.label !== null ? second : run.label === 'NEUTRAL' ? first : 0;
    if (from > 0) {
      this.ended.push({ ...run, elements: run.elements.slice(0, from) });
      run.elements = run.elements.slice(from);
    }
    run.label = kind;
  }

  /** The label of a security code may follow the code: "nine eight seven is the security code". */
  private readCodeLabel(): void {
    this.splitShortNumber();
    const { run } = this;
    const isOfOtherKind = run.label !== null && !kindsOfCard.has(run.label);
    if (isOfOtherKind || joinDigits(run.elements).length >= MIN_CARD_DIGITS) this.beginRun();
    else run.isNamedCvv ||= run.elements.length > 0 && run.wordsSince <= MAX_WORDS_TO_NAME;
    const named = this.label ?? this.talk.context.current(this.talk.place);
    if (named !== null && named !== 'CARD') this.label = 'CVV';
  }

  /** "4111 …, then 453 on the back": the short number at the end is apart from the card. */
  private splitShortNumber(): void {
    const { elements } = this.run;
    const stretch = tightStretches(elements).at(-1) ?? [];
    // "4111 …, May 2031, and 453 on the back": the code begins after the year.
    const last = stretch.slice(stretch.findLastIndex((element) => !isPlain(element)) + 1);
    if (last.length === elements.length || joinDigits(last).length > MAX_CODE_DIGITS) return;
    if (joinDigits(elements).length < MIN_CARD_DIGITS || last[0]?.source !== this.source) return;
    this.ended.push({ ...this.run, elements: elements.slice(0, -last.length) });
    this.run.elements = last;
  }

  private readDigits(piece: ReadDigits): void {
    const isFar = this.run.wordsSince > this.maxWordsBetween();
    if (isFar || (this.run.isComplete && piece.isEveryday) || this.answersNewQuestion()) this.beginRun();
    const label = this.labelOfDigits();
    const { run } = this;
    run.label = label;
    run.isLabelledHere = this.label !== null || (run.isLabelledHere && isNamedHarmless(run));
    const { isCorrection, isLastFourNext: isLastFour } = this;
    run.elements.push({ ...elementOf(piece, run, this.source, this.lastEnd), isCorrection, isLastFour });
    this.isCorrection = false;
    run.wordsSince = 0;
    run.isNamedCvv = false;
    run.isComplete = false;
    run.lastEndMs = this.source.segment.endMs;
    this.lastEnd = piece.end;
  }

  private maxWordsBetween(): number {
    const isCardTalk = this.label === 'CARD' || this.run.label === 'CARD' || this.isInForce('CARD');
    if (isCardTalk) return MAX_WORDS_BETWEEN_CARD;
    const isAnnounced = this.run.label === 'PHONE' || this.run.label === 'SSN';
    return isAnnounced && !this.run.isComplete ? MAX_WORDS_IN_REMARK : MAX_WORDS_BETWEEN;
  }

  /** A label of this segment counts most. A run keeps its label, unless the speakers talk of a card by now. */
  private labelOfDigits(): LabelKind | null {
    if (this.label !== null) return this.label;
    const { context, place } = this.talk;
    const current = context.current(place);
    // "First the tracking number, 494 …": the rest of it follows before the card.
    if (current === 'CARD' && this.isBegunHarmless()) return 'NEUTRAL';
    return current === 'CARD' || this.run.elements.length === 0 ? current : (this.run.label ?? current);
  }

  /** Whether the digits before were a harmless number, and somebody asked for a private one since. */
  private answersNewQuestion(): boolean {
    const { run, label, talk } = this;
    if (this.lastEnd !== null) return false;
    const isLastFour = run.elements.at(-1)?.isLastFour === true;
    if (isLastFour ? !this.isLastFourNext : this.isLastFourNext && run.isComplete) return true;
    if (run.label !== 'NEUTRAL' || label !== null) return false;
    const current = talk.context.current(talk.place);
    if (current === 'CARD' && this.isBegunHarmless()) return false;
    return current !== null && current !== 'NEUTRAL';
  }

  /** Whether the digits go on with a few ones of a harmless number that was named after the card. */
  private isBegunHarmless(): boolean {
    const { run, talk } = this;
    if (!isNamedHarmless(run) || run.wordsSince > 0) return false;
    const begun = run.elements.filter((element) => element.source !== this.source);
    return (
      begun.length > 0 &&
      joinDigits(begun).length <= MAX_BEGUN_DIGITS &&
      talk.context.mentionedAt('NEUTRAL') > talk.context.mentionedAt('CARD')
    );
  }

  private isInForce(kind: LabelKind): boolean {
    return this.talk.context.isInForce(kind, this.talk.place);
  }

  private beginRun(): void {
    if (this.run.elements.length > 0) this.ended.push(this.run);
    this.run = newRun(null);
  }
}

/** Labels of digits before the label of a security code. */
const kindsOfCard = new Set<LabelKind>(['CARD', 'CVV', 'EXPIRY']);

const isNamedHarmless = ({ label, elements }: DigitRun): boolean => label === 'NEUTRAL' && elements.length > 0;

const isKindOfRun = (kind: LabelKind): boolean => kind === 'SSN' || kind === 'PHONE' || kind === 'CARD';

function elementOf(piece: ReadDigits, run: DigitRun, source: SegmentText, lastEnd: number | null): DigitElement {
  const previous = run.elements.at(-1);
  const isTight = previous !== undefined && isNextGroup(piece, run, { previous, source });
  const isInSameText = isTight && previous.source === source;
  const between = isInSameText ? source.text.slice(previous.end, piece.start).trim() : '';
  return {
    source,
    start: piece.start,
    end: piece.end,
    digits: piece.digits,
    gap: isTight || previous === undefined ? 'tight' : 'loose',
    isApart: isWrittenGroup(piece, previous) || piece.hasMark || between !== '',
    continuesFrom: isInSameText ? lastEnd : null,
    isSpoken: piece.isSpoken,
    isEveryday: piece.isEveryday || (isTight && isRestOfAmount(piece, previous, between)),
    isHundred: piece.isHundred,
    isLastFour: false,
    isCorrection: false,
    hasPlus: piece.hasPlus,
    hiddenAs: null,
  };
}

const isWrittenGroup = (piece: ReadDigits, previous: DigitElement | undefined): boolean =>
  !piece.isSpoken && (piece.digits.length > 1 || (previous?.digits.length ?? 0) > 1);

const isRestOfAmount = (piece: ReadDigits, previous: DigitElement | undefined, between: string): boolean =>
  isThousands(piece, previous, between) || isSpokenCents(piece, previous);

/** The "250" of an amount such as "$1,250". */
const isThousands = (piece: ReadDigits, previous: DigitElement | undefined, between: string): boolean =>
  previous?.isEveryday === true && between === ',' && piece.digits.length === 3;

/** The "ninety nine" of "two hundred and forty nine ninety nine". */
const isSpokenCents = (piece: ReadDigits, previous: DigitElement | undefined): boolean =>
  previous?.isHundred === true && piece.digits.length === 2;
