import { SpanSet, type Span } from './span-set.js';

/** An audio gap or a transcript gap, with its reason. */
export interface ReasonedSpan extends Span {
  readonly reason: string;
  /** No audio arrived. False: the audio arrived, and only its words are missing. */
  readonly isAudioMissing: boolean;
}

/** The account of a track in microseconds. Always `received` = `transcribed` + `paused` + `gap` + `open`. */
export interface LedgerBalance {
  readonly received: number;
  readonly transcribed: number;
  readonly paused: number;
  readonly gap: number;
  /** Not accounted for yet; 0 once the call is complete. */
  readonly open: number;
  readonly gaps: readonly ReasonedSpan[];
  readonly pausedSpans: readonly Span[];
  readonly openSpans: readonly Span[];
}

/** The reason of a gap that no stage declared: a stage lost it. Any other account of the span outweighs it. */
export const UNDECLARED_REASON = 'PROCESS_LOST';

/** The reason of a gap in which the call was paused. It is no gap in the account, because nothing is amiss. */
export const PAUSED_REASON = 'PAUSED';

/**
 * The account of one track of one call. Every entry may come in any order and more than once. When entries overlap, an audio
 * gap outweighs paused, paused outweighs transcribed, and transcribed outweighs a transcript gap: words that come later
 * fill the gap.
 */
export class TrackLedger {
  private receivedUntil = 0;
  private readonly pausedSpans = new SpanSet();
  private readonly coveredSpans = new SpanSet();
  private readonly audioGaps = new Map<string, SpanSet>();
  private readonly transcriptGaps = new Map<string, SpanSet>();

  /** The stream reaches to here, counting audio and declared audio gaps. */
  addReceived(untilUs: number): void {
    this.receivedUntil = Math.max(this.receivedUntil, untilUs);
  }

  addPaused(span: Span): void {
    this.pausedSpans.add(span);
  }

  /** An engine processed the span to its end. */
  addCovered(span: Span): void {
    this.coveredSpans.add(span);
  }

  /** The audio never arrived. */
  addAudioGap(span: Span, reason: string): void {
    addTo(this.audioGaps, span, reason);
  }

  /** The audio arrived, but no engine processed it. */
  addTranscriptGap(span: Span, reason: string): void {
    addTo(this.transcriptGaps, span, reason);
  }

  /** The account so far. */
  balance(): LedgerBalance {
    const all = { from: 0, to: this.receivedUntil };
    const gaps: ReasonedSpan[] = [];
    let open = new SpanSet([all]);
    /** Removes `spans` from `open` and returns the parts that were open. */
    const claim = (spans: SpanSet): SpanSet => {
      const free = open.minus(spans);
      const claimed = open.minus(free);
      open = free;
      return claimed;
    };
    const claimGaps = (byReason: ReadonlyMap<string, SpanSet>, isAudioMissing: boolean) => {
      for (const [reason, spans] of inOrderOfWeight(byReason)) {
        for (const span of claim(spans).spans) gaps.push({ ...span, reason, isAudioMissing });
      }
    };
    claimGaps(this.audioGaps, true);
    const paused = claim(this.pausedSpans);
    const transcribed = claim(this.coveredSpans).total();
    claimGaps(this.transcriptGaps, false);
    gaps.sort((a, b) => a.from - b.from);
    const gap = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
    const received = this.receivedUntil;
    const spans = { gaps, pausedSpans: paused.spans, openSpans: open.spans };
    return { received, transcribed, paused: paused.total(), gap, open: open.total(), ...spans };
  }

  /** Closes the account: declares every open span as a gap and returns these spans. An undisturbed call has none. */
  declareOpenSpans(): readonly Span[] {
    const { openSpans } = this.balance();
    for (const span of openSpans) this.addTranscriptGap(span, UNDECLARED_REASON);
    return openSpans;
  }
}

function addTo(byReason: Map<string, SpanSet>, span: Span, reason: string): void {
  const spans = byReason.get(reason);
  if (spans === undefined) byReason.set(reason, new SpanSet([span]));
  else spans.add(span);
}

/** Puts the undeclared reason last and sorts the others by name, so that the order of their arrival does not matter. */
const inOrderOfWeight = (byReason: ReadonlyMap<string, SpanSet>): [string, SpanSet][] =>
  [...byReason].sort(
    ([a], [b]) => Number(a === UNDECLARED_REASON) - Number(b === UNDECLARED_REASON) || (a < b ? -1 : 1),
  );
