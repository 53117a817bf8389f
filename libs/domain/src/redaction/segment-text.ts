import { redactionKinds, type EventData, type RedactionKind } from '@earshot/contracts';

export type RawSegment = EventData<'transcript.segment'>;
export type Redaction = EventData<'segment.enriched'>['redactions'][number];
export type RedactedSegment = Omit<RawSegment, 'entities'> & { readonly redactions: Redaction[] };

/** A span of a text, in UTF-16 units. */
export interface CharSpan {
  readonly start: number;
  readonly end: number;
}

/** A part of the raw text that must not be shown. */
export interface HiddenSpan extends CharSpan {
  readonly kind: RedactionKind;
  /** End of the span before, when only pauses and fillers are between: both get one placeholder. */
  readonly continuesFrom: number | null;
}

/** What the judgement of one segment found out about a span of this text or of an earlier one. */
interface Mark {
  readonly by: SegmentText;
  /** `harmless`: the speakers say that everybody may read the span. `named`: they say so later, so the guess before does not count. */
  readonly verdict: HiddenSpan | 'harmless' | 'named';
  readonly start: number;
  readonly end: number;
}

interface HidingMark extends Mark {
  readonly verdict: HiddenSpan;
}

const isHiding = (mark: Mark): mark is HidingMark => typeof mark.verdict !== 'string';

/** A raw text and what is hidden in it. It is kept while later or late segments may change what must be hidden. */
export class SegmentText {
  private marks: Mark[] = [];
  /** What is hidden in the text that was published last. */
  private published: readonly HiddenSpan[] = [];
  /** The revision that was published last. */
  revision: number;

  constructor(
    readonly segment: RawSegment,
    /** Another process redacted the text: it holds placeholders. */
    readonly isRecalled = false,
  ) {
    this.revision = segment.revision;
    if (isRecalled) this.published = findPlaceholders(segment.text);
  }

  get text(): string {
    return this.segment.text;
  }

  /** Notes that the judgement of `by` hides a span. False when it is hidden with this kind already. */
  hide(span: HiddenSpan, by: SegmentText): boolean {
    const known = this.hidingMarks().findLast(({ start }) => start === span.start);
    if (known !== undefined && known.end >= span.end && known.verdict.kind === span.kind) return false;
    this.marks.push({ by, verdict: span, start: span.start, end: span.end });
    return true;
  }

  /** Notes that the speakers gave the digits a name that everybody may read. */
  noteHarmless({ start, end }: CharSpan, by: SegmentText): void {
    this.marks.push({ by, verdict: 'harmless', start, end });
  }

  /** Notes that a later final gave the digits such a name: what was guessed before does not count. */
  showNamed({ start, end }: CharSpan, by: SegmentText): void {
    this.marks.push({ by, verdict: 'named', start, end });
  }

  /** The marks that hide something, without guesses that a later name replaces. */
  private hidingMarks(): HidingMark[] {
    const named = this.marks.findLastIndex(({ verdict }) => verdict === 'named');
    const isReplaced = (mark: Mark, index: number) =>
      index < named &&
      this.marks.some(
        (one, at) => at > index && one.verdict === 'named' && one.start <= mark.start && mark.end <= one.end,
      );
    return this.marks.filter((mark, index): mark is HidingMark => isHiding(mark) && !isReplaced(mark, index));
  }

  /** Forgets what the judgements of some segments found out, because they are judged again. True when there was any. */
  forgetVerdictsOf(judged: ReadonlySet<SegmentText>): boolean {
    const left = this.marks.filter(({ by }) => !judged.has(by));
    const isChanged = left.length < this.marks.length;
    this.marks = left;
    return isChanged;
  }

  /** What must be hidden now, with the kind that was found last. The spans are not sorted. */
  hiddenSpans(): HiddenSpan[] {
    const byStart = new Map<number, HiddenSpan>();
    for (const { verdict, start } of this.hidingMarks()) {
      const end = Math.max(verdict.end, byStart.get(start)?.end ?? 0);
      byStart.set(start, { ...verdict, end });
    }
    const hidden = [...byStart.values()];
    return [...hidden, ...this.published.filter((span) => !this.mayShow(span) && this.isVisible(span, hidden))];
  }

  /** Whether the published text differs from what must be hidden now; takes the latter for published. */
  publish(hidden: readonly HiddenSpan[]): boolean {
    const isChanged = describe(hidden) !== describe(this.published);
    this.published = hidden;
    return isChanged;
  }

  /** Whether a letter or digit of a span is left when other spans are taken out. */
  private isVisible({ start, end }: CharSpan, hidden: readonly CharSpan[]): boolean {
    let left = this.text.slice(start, end);
    for (const span of hidden) {
      const from = Math.max(start, span.start) - start;
      const to = Math.min(end, span.end) - start;
      if (from < to) left = left.slice(0, from) + ' '.repeat(to - from) + left.slice(to);
    }
    return LETTER_OR_DIGIT.test(left);
  }

  /** What was hidden once stays hidden, unless the speakers say by now that everybody may read it. */
  private mayShow(span: HiddenSpan): boolean {
    const harmless = this.marks.filter((mark) => !isHiding(mark));
    return harmless.length > 0 && !this.isVisible(span, harmless);
  }

  /** The kind of what is hidden in a span; null when nothing is. */
  kindHiddenIn({ start, end }: CharSpan): RedactionKind | null {
    return this.hidingMarks().findLast((one) => one.start < end && one.end > start)?.verdict.kind ?? null;
  }

  /** Whether the judgement of `by` hides nothing in the text. */
  isShownBy(by: SegmentText): boolean {
    return this.marks.every((mark) => mark.by !== by || !isHiding(mark));
  }
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const describe = (spans: readonly HiddenSpan[]): string =>
  spans
    .map(({ kind, start, end }) => `${start}-${end}-${kind}`)
    .sort()
    .join();

const PLACEHOLDER = new RegExp(`\\[(${redactionKinds.join('|')})\\]`, 'g');

/** The placeholders that another process wrote into a text. Each is replaced by itself, which finds its place and time. */
const findPlaceholders = (text: string): HiddenSpan[] =>
  [...text.matchAll(PLACEHOLDER)].map(({ index, 0: placeholder, 1: kind }) => ({
    kind: kind as RedactionKind,
    start: index,
    end: index + placeholder.length,
    continuesFrom: null,
  }));
