import { msToSamples } from '@earshot/domain';

/** The service may still give words for audio that it processed this recently. */
const SETTLE_MS = 3_000;

/**
 * Estimates how much of its audio a service processed, because silence gives no results. It assumes the pace of real time,
 * unless a result shows that the service is further.
 */
export class ProcessedAudio {
  private processedSample: number;
  private sentSample: number;
  private atMs: number;

  constructor(
    private readonly sampleRateHz: number,
    startSample: number,
    nowMs: number,
  ) {
    this.processedSample = this.sentSample = startSample;
    this.atMs = nowMs;
  }

  noteSent(sentSample: number, nowMs: number): void {
    this.moveTo(nowMs);
    this.sentSample = sentSample;
  }

  noteResult(endSample: number, nowMs: number): void {
    this.moveTo(nowMs);
    this.processedSample = Math.max(this.processedSample, Math.min(endSample, this.sentSample));
  }

  /** The service has given every result that begins before this sample, apart from open partials. */
  settledSample(nowMs: number): number {
    this.moveTo(nowMs);
    return this.processedSample - msToSamples(SETTLE_MS, this.sampleRateHz);
  }

  private moveTo(nowMs: number): void {
    const more = msToSamples(Math.max(0, nowMs - this.atMs), this.sampleRateHz);
    this.processedSample = Math.min(this.sentSample, this.processedSample + more);
    this.atMs = nowMs;
  }
}
