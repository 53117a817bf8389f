import { samplesToMs } from '@earshot/domain';
import { SampleQueue } from './sample-queue.js';

/** Silence that was sent where the stream had no audio. */
interface Padding {
  readonly streamSample: number;
  readonly samples: number;
}

/** Older paddings are forgotten: the results of their audio came long ago. */
const MAX_PADDINGS = 64;

/** Streams wait when this much of their audio is queued. */
const MAX_QUEUED_MS = 2_000;

/**
 * The audio of one stream on its way into a channel of a session. It knows where each sample stands in the session, also
 * when silence was sent between two samples.
 */
export class AudioChannel {
  private readonly queue = new SampleQueue();
  private sentSamples = 0;
  private paddings: Padding[] = [];

  /** `baseSample`: place of the stream's first sample in the session. */
  constructor(
    private readonly sampleRateHz: number,
    private baseSample: number,
  ) {}

  get queued(): number {
    return this.queue.length;
  }

  /** Samples that the session can send from `atSample` on, with the silence before the first one. */
  availableFrom(atSample: number): number {
    return Math.max(0, this.baseSample - atSample) + this.queue.length;
  }

  /** Where the stream stands when the session stands at `atSample`; negative before its first sample. */
  positionMs(atSample: number): number {
    return samplesToMs(this.baseSample > atSample ? atSample - this.baseSample : this.sentSamples, this.sampleRateHz);
  }

  /** Whether the stream begins after a sample of the session, so that results before it belong to an earlier stream. */
  beginsAfter(sessionSample: number): boolean {
    return this.baseSample >= sessionSample;
  }

  /** Moves the beginning back, before anything is sent. */
  delay(samples: number): void {
    this.baseSample += samples;
  }

  get writtenMs(): number {
    return samplesToMs(this.sentSamples + this.queue.length, this.sampleRateHz);
  }

  get sentMs(): number {
    return samplesToMs(this.sentSamples, this.sampleRateHz);
  }

  get isFull(): boolean {
    return samplesToMs(this.queue.length, this.sampleRateHz) >= MAX_QUEUED_MS;
  }

  /** Takes a copy of the samples. */
  add(samples: Int16Array): void {
    this.queue.add(samples);
  }

  /**
   * Moves queued samples into a frame at `atSample` of the session: every `stride`-th value, from `offset`. Where the queue
   * is too short, silence follows.
   */
  fill(frame: Int16Array, offset: number, stride: number, atSample: number): void {
    const length = frame.length / stride;
    const at = Math.min(length, Math.max(0, this.baseSample - atSample));
    const count = Math.min(this.queue.length, length - at);
    this.queue.moveInto(frame, at * stride + offset, stride, count);
    this.sentSamples += count;
    const paddedFrom = Math.max(at + count, this.baseSample - atSample);
    if (paddedFrom < length) this.notePadding(length - paddedFrom);
  }

  /** The time of the stream that stands at a sample of the session. */
  toStreamMs(sessionSample: number): number {
    let sample = sessionSample - this.baseSample;
    for (const { streamSample, samples } of this.paddings)
      if (sample > streamSample) sample -= Math.min(samples, sample - streamSample);
    return samplesToMs(Math.max(0, sample), this.sampleRateHz);
  }

  private notePadding(samples: number): void {
    const last = this.paddings.at(-1);
    if (last?.streamSample === this.sentSamples) {
      this.paddings[this.paddings.length - 1] = { ...last, samples: last.samples + samples };
      return;
    }
    this.paddings.push({ streamSample: this.sentSamples, samples });
    if (this.paddings.length > MAX_PADDINGS) this.baseSample += this.paddings.shift()?.samples ?? 0;
  }
}
