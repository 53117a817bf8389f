import { audioGapReasons, transcriptGapReasons } from '@earshot/contracts';
import { Coverage, type SampleSpan, type SegmentPlace } from '@earshot/domain';
import type { ChannelProgress } from '@earshot/ports';
import { msOf, samplesOf, type CallContext, type GapReason } from '../ownership/call-context.js';

/** Silence is announced as covered in pieces of at least this length. */
const COVERED_PIECE_MS = 5_000;
/** Gaps whose audio was recorded: only the words are missing. In the others the recording holds nothing but silence. */
const recordedReasons: ReadonlySet<GapReason> = new Set(
  transcriptGapReasons.filter((reason) => !(audioGapReasons as readonly GapReason[]).includes(reason)),
);

/**
 * Publishes what an engine heard of one channel and what none did, so that the spans tile its time; and how far the
 * channel has come, once it is published.
 */
export class SpanAnnouncer {
  private readonly coverage: Coverage;

  constructor(
    private readonly call: CallContext,
    private readonly begin: ChannelProgress,
    private readonly nextSegment: () => SegmentPlace,
  ) {
    this.coverage = new Coverage(begin.heardSample);
  }

  /** End of what is heard or given up. */
  get heardSample(): number {
    return this.coverage.heardSample;
  }

  /** An engine gave every final up to here; false when that is no news. */
  hear(toSample: number): boolean {
    return this.coverage.hear(toSample);
  }

  /** Announces what was heard: at once, or when enough has come together. False when nothing is to be announced. */
  covered(engine: string, when: 'now' | 'when-enough'): boolean {
    const span = this.coverage.takeCovered(when === 'now' ? 1 : samplesOf(this.call, COVERED_PIECE_MS));
    if (span === null) return false;
    const place = this.placeAt(span.toSample, false);
    this.call.out.transcript('transcript.covered', { ...this.msSpan(span), engine }, () =>
      this.call.progress.advance(place),
    );
    return true;
  }

  /** The last final moved the next segment's place, though not the time that is announced. */
  moved(): void {
    const place = this.placeAt(this.coverage.announcedSample, false);
    this.call.out.after(() => this.call.progress.advance(place), place.channel);
  }

  /** Announces that nobody hears what lies before `toSample`; false where it is heard or announced already. */
  gap(toSample: number, reason: GapReason): boolean {
    const span = this.coverage.takeGap(toSample);
    if (span === null) return false;
    const data = { ...this.msSpan(span), reason };
    const place = this.placeAt(span.toSample, true);
    this.call.metrics.gap(reason, data.toMs - data.fromMs);
    this.call.out.transcript('transcript.gap', data, () =>
      this.call.progress.advance(place, recordedReasons.has(reason) ? this.msSpan(span) : undefined),
    );
    return true;
  }

  private placeAt(heardSample: number, isNewStint: boolean): ChannelProgress {
    return { channel: this.begin.channel, heardSample, ...this.nextSegment(), isNewStint };
  }

  private msSpan(span: SampleSpan) {
    return {
      channel: this.begin.channel,
      fromMs: msOf(this.call, span.fromSample),
      toMs: msOf(this.call, span.toSample),
    };
  }
}
