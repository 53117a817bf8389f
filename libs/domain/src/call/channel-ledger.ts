import { SpanSet, type Span } from './span-set.js';

/** A gap with its reason: an audio gap's or a transcript gap's. */
export interface ReasonedSpan extends Span {
  readonly reason: string;
}

/** Where every microsecond of a channel went. `received` = `transcribed` + `paused` + `gap` + `open`, always. */
export interface LedgerBalance {
  readonly received: number;
  readonly transcribed: number;
  readonly paused: number;
  readonly gap: number;
  /** Not accounted for yet; 0 once the call is settled. */
  readonly open: number;
  readonly gaps: readonly ReasonedSpan[];
  readonly openSpans: readonly Span[];
}

/** The reason of what nobody declared: a stage lost it. The weakest, so it yields to any other account of the span. */
export const UNDECLARED_REASON = 'PROCESS_LOST';

/**
 * What is known of one channel of one call, in the order it came to be known or any other: every statement may come
 * twice and at any time. Where statements overlap, no audio weighs more than paused, paused more than transcribed,
 * transcribed more than a transcript gap. So words that come later fill the gap.
 */
export class ChannelLedger {
  private receivedUntil = 0;
  private readonly pausedSpans = new SpanSet();
  private readonly coveredSpans = new SpanSet();
  private readonly audioGaps = new Map<string, SpanSet>();
  private readonly transcriptGaps = new Map<string, SpanSet>();

  /** Stream time accounted for up to here, audio and declared audio gaps alike. */
  received(untilUs: number): void {
    this.receivedUntil = Math.max(this.receivedUntil, untilUs);
  }

  paused(span: Span): void {
    this.pausedSpans.add(span);
  }

  /** An engine heard it to the end. */
  covered(span: Span): void {
    this.coveredSpans.add(span);
  }

  /** The audio never came. */
  audioGap(span: Span, reason: string): void {
    addTo(this.audioGaps, span, reason);
  }

  /** The audio came and no engine heard it. */
  transcriptGap(span: Span, reason: string): void {
    addTo(this.transcriptGaps, span, reason);
  }

  balance(): LedgerBalance {
    const all = { from: 0, to: this.receivedUntil };
    const gaps: ReasonedSpan[] = [];
    let open = new SpanSet([all]);
    /** Takes what is still open of `spans` out of it and returns that. */
    const claim = (spans: SpanSet): SpanSet => {
      const free = open.minus(spans);
      const claimed = open.minus(free);
      open = free;
      return claimed;
    };
    const claimGaps = (byReason: ReadonlyMap<string, SpanSet>) => {
      for (const [reason, spans] of inOrderOfWeight(byReason)) {
        for (const span of claim(spans).spans) gaps.push({ ...span, reason });
      }
    };
    claimGaps(this.audioGaps);
    const paused = claim(this.pausedSpans).total();
    const transcribed = claim(this.coveredSpans).total();
    claimGaps(this.transcriptGaps);
    gaps.sort((a, b) => a.from - b.from);
    const gap = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
    return { received: this.receivedUntil, transcribed, paused, gap, open: open.total(), gaps, openSpans: open.spans };
  }

  /**
   * Ends the account: what nobody declared becomes a declared gap. Returns those spans; none in an undisturbed run.
   */
  settle(): readonly Span[] {
    const { openSpans } = this.balance();
    for (const span of openSpans) this.transcriptGap(span, UNDECLARED_REASON);
    return openSpans;
  }
}

function addTo(byReason: Map<string, SpanSet>, span: Span, reason: string): void {
  const spans = byReason.get(reason);
  if (spans === undefined) byReason.set(reason, new SpanSet([span]));
  else spans.add(span);
}

/** By name, so that the order in which they came does not matter; the undeclared last. */
const inOrderOfWeight = (byReason: ReadonlyMap<string, SpanSet>): [string, SpanSet][] =>
  [...byReason].sort(([a], [b]) =>
    a === b ? 0 : a === UNDECLARED_REASON ? 1 : b === UNDECLARED_REASON ? -1 : a < b ? -1 : 1,
  );
