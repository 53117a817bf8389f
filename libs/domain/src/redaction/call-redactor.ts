import { redactionKinds, type RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { FinalsWindow } from './finals-window.js';
import { renderRedacted } from './render-redacted.js';
import { SegmentText, type HiddenSpan, type RawSegment, type RedactedSegment } from './segment-text.js';

export interface RedactionResult {
  readonly segment: RedactedSegment;
  /** Earlier finals in which something else is hidden now. Each has a higher revision than before. */
  readonly corrections: RedactedSegment[];
}

export interface CallRedactorOptions {
  /** Country of the national phone and identity numbers. */
  readonly defaultCountry: CountryCode;
  /** The kinds that are hidden. All by default. The others are recognised too, so that they are not taken for another kind. */
  readonly hiddenKinds?: readonly RedactionKind[];
}

/**
 * Removes private data from the segments of one call (`RedactionKind`). It finds it written and spoken, even when several
 * segments hold one number. It judges by the call's clock, so finals may arrive in any order within `FinalsWindow`. What was
 * hidden once stays hidden, unless a final that arrives late or follows says that everybody may read it. Work and memory do not
 * grow with the call. A final may come again with other words, which then replace the former ones.
 */
export class CallRedactor {
  private readonly window: FinalsWindow;
  private readonly hiddenKinds: ReadonlySet<RedactionKind>;

  constructor({ defaultCountry, hiddenKinds = redactionKinds }: CallRedactorOptions) {
    this.window = new FinalsWindow({ country: defaultCountry });
    this.hiddenKinds = new Set(hiddenKinds);
  }

  redact(segment: RawSegment): RedactionResult {
    const source = new SegmentText(segment);
    if (segment.isPartial) {
      this.window.judgePartial(source);
      return { segment: this.publish(source), corrections: [] };
    }
    const changed = [...this.window.addFinal(source)].filter((text) => text !== source);
    return { segment: this.publish(source), corrections: changed.flatMap((text) => this.correct(text)) };
  }

  /** Reads a final that another process redacted: the kinds of number it mentions, and digits that may continue. */
  recall(segment: RawSegment): void {
    this.window.recallFinal(new SegmentText(segment, true));
  }

  private publish(source: SegmentText): RedactedSegment {
    const hidden = this.hiddenSpansOf(source);
    source.publish(hidden);
    return renderSegment(source, hidden);
  }

  private correct(source: SegmentText): RedactedSegment[] {
    const hidden = this.hiddenSpansOf(source);
    if (!source.publish(hidden)) return [];
    source.revision++;
    return [renderSegment(source, hidden)];
  }

  private hiddenSpansOf(source: SegmentText): HiddenSpan[] {
    return source.hiddenSpans().filter(({ kind }) => this.hiddenKinds.has(kind));
  }
}

function renderSegment({ segment, revision }: SegmentText, hidden: readonly HiddenSpan[]): RedactedSegment {
  const { entities: _entities, ...shown } = segment;
  return { ...shown, ...renderRedacted(segment, hidden), revision };
}
