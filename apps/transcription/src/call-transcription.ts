import { frameSamples, type AudioFrame, type Channel, type EventData } from '@earshot/contracts';
import { Acknowledgements, decodeSamples, deinterleave } from '@earshot/domain';
import { msOf, samplesOf, type CallContext, type GapReason } from './call-context.js';
import { ChannelTranscription } from './channel-transcription.js';

/** `idle`: completed because nothing was heard of it for long; it may come back. `drained`: left to another owner. */
export type CallOutcome = 'completed' | 'idle' | 'drained';

/** A frame further ahead than this is a broken position, not a loss. */
const LONGEST_HOLE_MS = 24 * 3_600_000;

/**
 * One live call: puts what comes in onto the call's clock (duplicates dropped, holes declared), hands each channel its
 * samples, and acknowledges a message once everything it brought is published as covered or as a gap.
 */
export class CallTranscription {
  /** Resolves when the call is over here. */
  readonly done: Promise<CallOutcome>;
  /** Wall clock of the last audio or control message. */
  lastHeardOfMs: number;
  private readonly channels: readonly ChannelTranscription[];
  private readonly pending = new Acknowledgements();
  private received: number;
  private outcome: CallOutcome | null = null;
  private isCompleted = false;
  private refusedCodes = new Set<string>();

  constructor(
    private readonly call: CallContext,
    channels: readonly Channel[],
    startSample: number,
  ) {
    this.received = startSample;
    this.lastHeardOfMs = call.clock.nowMs();
    const onAccounted = () => this.settle();
    this.channels = channels.map(
      (channel) => new ChannelTranscription(call, { channel, startSample, kind: 'live', onAccounted }),
    );
    this.done = this.untilOver();
  }

  get isOpen(): boolean {
    return this.outcome === null;
  }

  /** The stream begins, or goes on. Its message is done when the choice of an engine is published. */
  opened(asked: { requestedEngine?: string | undefined; script?: string | undefined }, acknowledge: () => void): void {
    this.touch();
    this.call.choice.request(asked.requestedEngine, asked.script);
    this.call.out.after(acknowledge);
  }

  /** Resolves when the call can take more audio. */
  async audio(frame: AudioFrame, acknowledge: () => void): Promise<void> {
    this.touch();
    const refusal = this.refusalOf(frame);
    if (refusal !== null) {
      this.refuse(refusal);
      return acknowledge();
    }
    const end = frame.positionSample + frameSamples(frame);
    if (frame.positionSample > this.received) this.gapUntil(frame.positionSample, 'FRAMES_LOST');
    this.pending.add(end, acknowledge);
    const known = this.received - frame.positionSample;
    if (end <= this.received) return this.settle();
    this.received = end;
    const samples = deinterleave(decodeSamples(frame.payload, frame.codec), frame.channelCount);
    this.channels.forEach((channel, index) => channel.append((samples[index] ?? new Int16Array(0)).subarray(known)));
    const audioMs = msOf(this.call, end - frame.positionSample - known);
    await Promise.all(this.channels.map((channel) => channel.room(audioMs)));
    await this.call.out.room();
  }

  /** Audio of this span never arrived, on no channel. */
  gap(data: EventData<'audio.gap-declared'>, acknowledge: () => void): void {
    this.touch();
    if (data.sampleRateHz !== this.call.sampleRateHz) {
      this.refuse('AUDIO_FORMAT_CHANGED');
      return acknowledge();
    }
    this.gapUntil(data.fromSample, 'FRAMES_LOST');
    this.gapUntil(data.toSample, data.reason);
    this.pending.add(data.toSample, acknowledge);
    this.settle();
  }

  /** The call is over; its message is done when the transcript is complete. */
  close(endSample: number, acknowledge: () => void): void {
    if (this.isCompleted) return acknowledge();
    this.pending.add(Infinity, acknowledge);
    this.finish(endSample, 'completed');
  }

  /** Nothing was heard of the call for so long that it counts as over. */
  closeIdle(): void {
    this.finish(this.received, 'idle');
  }

  /** Publishes what engines can still say about what they were given, and lets go without completing the call. */
  async drain(): Promise<void> {
    const { clock, settings, out } = this.call;
    const halfMs = settings.drainFlushMs / 2;
    // A call that is just being completed gets half of the time to do so, engines get the other.
    const cancelDrain = clock.schedule(halfMs, () => this.drainNow(halfMs));
    const cancelStop = clock.schedule(settings.drainFlushMs, () => out.stop());
    if (this.outcome === null) this.drainNow(halfMs);
    await this.done;
    cancelDrain();
    cancelStop();
  }

  private drainNow(limitMs: number): void {
    this.outcome = 'drained';
    for (const channel of this.channels) channel.drain(limitMs);
  }

  private finish(endSample: number, outcome: CallOutcome): void {
    if (this.outcome !== null) return;
    this.gapUntil(endSample, 'FRAMES_LOST');
    this.outcome = outcome;
    for (const channel of this.channels) channel.close();
  }

  private async untilOver(): Promise<CallOutcome> {
    await Promise.all(this.channels.map((channel) => channel.finished));
    const { out } = this.call;
    const outcome = this.outcome ?? 'drained';
    if (outcome !== 'drained') {
      const durationMs = msOf(this.call, this.received);
      out.transcript('transcript.completed', { durationMs }, () => {
        this.isCompleted = true;
        this.pending.settleAll();
      });
    }
    await out.idle();
    return outcome;
  }

  private gapUntil(sample: number, reason: GapReason): void {
    if (sample <= this.received) return;
    this.received = sample;
    for (const channel of this.channels) channel.appendGap(sample, reason);
  }

  private settle(): void {
    this.pending.settle(Math.min(...this.channels.map((channel) => channel.accountedSample)));
  }

  private refusalOf(frame: AudioFrame): string | null {
    if (frame.sampleRateHz !== this.call.sampleRateHz || frame.channelCount !== this.channels.length)
      return 'AUDIO_FORMAT_CHANGED';
    if (frame.positionSample - this.received > samplesOf(this.call, LONGEST_HOLE_MS)) return 'AUDIO_POSITION_WRONG';
    return null;
  }

  private refuse(code: string): void {
    const { metrics, logger, callId, out } = this.call;
    metrics.frameRefused(code);
    if (this.refusedCodes.has(code)) return;
    this.refusedCodes.add(code);
    logger.warn({ callId, code }, 'audio that does not fit its call is left out');
    out.problem(
      code,
      'Audio that does not fit the call (another rate, other channels, an impossible position) was left out.',
    );
  }

  private touch(): void {
    this.lastHeardOfMs = this.call.clock.nowMs();
  }
}
