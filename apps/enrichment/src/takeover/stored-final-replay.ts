import type { SegmentView, Sentiment } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { MetricsStep } from '../call/metrics-step.js';
import type { RedactedFinal } from '../call/redacted-final.js';
import type { CategoryStep } from '../categories/category-step.js';
import type { RedactionStep } from '../redaction/redaction-step.js';

/** Applies stored finals to the state of a call as the pipeline would, but publishes nothing. */
export class StoredFinalReplay {
  constructor(
    private readonly redaction: RedactionStep,
    private readonly categories: CategoryStep,
    private readonly metrics: MetricsStep,
  ) {}

  /** Restores the state that the pipeline keeps of a final, except for redaction. */
  replayFinal(call: EnrichedCall, stored: SegmentView): void {
    const final = toRedactedFinal(stored);
    call.revisions.setFinal(stored.id, stored.revision);
    call.finalSpans.add(final.track, final);
    call.roles.recallFinal(final);
    call.takeover.rememberStoredFinal(stored.id, this.categories.matchStoredFinal(call, final));
    this.metrics.countFinal(call, final, sentimentOf(stored));
  }

  /** Restores the memory of redaction. Takes only the recent finals, because redaction looks back five minutes. */
  recallFinals(call: EnrichedCall, recent: readonly SegmentView[]): void {
    this.redaction.recallFinals(call, recent);
  }

  /** Counts a final that was stored after the takeover. Returns false when this process counted it, or its audio, before. */
  countLateFinal(call: EnrichedCall, stored: SegmentView): boolean {
    if (!call.revisions.isNew(stored.id, stored.revision, false)) return false;
    const wasCounted = call.revisions.isFinal(stored.id);
    call.revisions.setFinal(stored.id, stored.revision);
    const final = toRedactedFinal(stored);
    if (wasCounted) this.metrics.recountFinal(call, final);
    else if (call.finalSpans.isDoubled(final.track, final)) return false;
    else {
      call.finalSpans.add(final.track, final);
      this.metrics.countFinal(call, final, sentimentOf(stored));
    }
    return true;
  }
}

const toRedactedFinal = ({
  id,
  track,
  participantId,
  role,
  startMs,
  endMs,
  text,
  words,
}: SegmentView): RedactedFinal => ({
  segmentId: id,
  track,
  participantId,
  role,
  startMs,
  endMs,
  text,
  words: [...words],
});

const sentimentOf = ({ sentiment: label, sentimentScore: score, sentimentEngine }: SegmentView): Sentiment | null =>
  label === null ? null : { label, score, engine: sentimentEngine ?? undefined };
