import type { Channel } from '@earshot/contracts';
import { Coverage } from '@earshot/domain';
import { msOf, samplesOf, type CallContext, type GapReason } from './call-context.js';

/** Silence is announced as covered in pieces of at least this length. */
const COVERED_PIECE_MS = 5_000;

/** Publishes what an engine heard of one channel and what none did, so that the spans tile its time. */
export class SpanAnnouncer {
  private readonly coverage: Coverage;
  private accounted: number;

  constructor(
    private readonly call: CallContext,
    private readonly channel: Channel,
    startSample: number,
    private readonly onAccounted: () => void,
  ) {
    this.coverage = new Coverage(startSample);
    this.accounted = startSample;
  }

  /** End of what is heard or given up. */
  get heardSample(): number {
    return this.coverage.heardSample;
  }

  /** End of what the bus has as covered or as a gap. */
  get accountedSample(): number {
    return this.accounted;
  }

  /** An engine gave every final up to here; false when that is no news. */
  hear(toSample: number): boolean {
    return this.coverage.hear(toSample);
  }

  /** Announces what was heard: at once, or when enough has come together. */
  covered(engine: string, when: 'now' | 'when-enough'): void {
    const span = this.coverage.takeCovered(when === 'now' ? 1 : samplesOf(this.call, COVERED_PIECE_MS));
    if (span === null) return;
    const data = {
      channel: this.channel,
      fromMs: msOf(this.call, span.fromSample),
      toMs: msOf(this.call, span.toSample),
      engine,
    };
    this.call.out.transcript('transcript.covered', data, () => this.account(span.toSample));
  }

  /** Announces that nobody hears what lies before `toSample`. */
  gap(toSample: number, reason: GapReason): void {
    const span = this.coverage.takeGap(toSample);
    if (span === null) return;
    const data = {
      channel: this.channel,
      fromMs: msOf(this.call, span.fromSample),
      toMs: msOf(this.call, span.toSample),
      reason,
    };
    this.call.metrics.gap(reason, data.toMs - data.fromMs);
    this.call.out.transcript('transcript.gap', data, () => this.account(span.toSample));
  }

  private account(toSample: number): void {
    this.accounted = toSample;
    this.onAccounted();
  }
}
