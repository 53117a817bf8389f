import { frameSamples, type AudioFrame, type EventData, type ErrorCode } from '@earshot/contracts';
import { Acknowledgements, AudioBacklog, decodeSamples, deinterleave } from '@earshot/domain';
import type { Leftover } from '../ownership/call-begin.js';
import { msOf, samplesOf, type CallContext, type GapReason } from '../ownership/call-context.js';
import { ChannelTranscription } from './channel-transcription.js';
import { completeCall } from '../publish/complete-call.js';

/**
 * `idle`: completed because nothing was heard of it for long; it may come back. `drained`: left to another owner.
 * `fenced`: another owner took it. `lost`: the bus gave it to another owner.
 */
export type CallOutcome = 'completed' | 'idle' | 'drained' | 'fenced' | 'lost';

/** A frame further ahead than this is a broken position, not a loss. */
const LONGEST_HOLE_MS = 24 * 3_600_000;

/**
 * One live call in the hands of one owner: puts what comes in onto the call's clock (duplicates dropped, holes declared),
 * hands each channel its samples, and acknowledges a message once it is saved that everything it brought is published as
 * covered or as a gap.
 */
export class CallTranscription {
  /** Resolves when the call is over here. */
  readonly done: Promise<CallOutcome>;
  /** Wall clock of the last audio or control message. */
  lastHeardOfMs: number;
  private readonly channels: readonly ChannelTranscription[];
  private readonly pending: Acknowledgements;
  private received: number;
  private endSample: number | null = null;
  private outcome: CallOutcome | null = null;
  private isAskedWhetherIdle = false;
  /** A hole before the first audio of this owner is what the former one had in hand when it ended. */
  private holeReason: GapReason;
  private readonly refusedCodes = new Set<string>();

  /** Goes on from what `call.progress` has as published, with what this process has left in hand of the call. */
  constructor(
    private readonly call: CallContext,
    leftover?: Leftover,
  ) {
    const { progress, clock, choice } = call;
    const { channels, requestedEngine, script } = progress.current;
    this.received = leftover?.receivedSample ?? Math.min(...channels.map(({ heardSample }) => heardSample), Infinity);
    this.holeReason = leftover === undefined ? 'PROCESS_LOST' : 'FRAMES_LOST';
    this.pending = leftover?.pending ?? new Acknowledgements();
    this.lastHeardOfMs = clock.nowMs();
    progress.onSaved = () => this.settle();
    progress.onRefused = () => this.letGo('fenced');
    choice.request(requestedEngine, script);
    progress.change({});
    this.channels = channels.map((begin, at) => {
      const audio = leftover && audioFrom(begin.heardSample, leftover.audio[at]);
      return new ChannelTranscription(call, { begin, kind: 'live', ...(audio && { audio }) });
    });
    this.done = this.untilOver();
    if (leftover !== undefined && leftover.endSample !== null) this.finish(leftover.endSample, 'completed');
  }

  get isOpen(): boolean {
    return this.outcome === null;
  }

  /** Completed because nothing came; what comes after all is the beginning of another stretch. */
  get isIdle(): boolean {
    return this.outcome === 'idle';
  }

  get isFenced(): boolean {
    return this.outcome === 'fenced';
  }

  /** What is left of it for another try, once it is fenced. */
  get leftover(): Leftover {
    return {
      progress: this.call.progress.lastSaved,
      receivedSample: this.received,
      audio: this.channels.map((channel) => channel.takeAudio()),
      pending: this.pending,
      endSample: this.endSample,
    };
  }

  /** The stream begins, or goes on. Its message is done when the choice of an engine is published and saved. */
  opened({ requestedEngine, script }: EventData<'stream.opened'>, acknowledge: () => void): void {
    const { choice, out, progress } = this.call;
    this.touch();
    choice.request(requestedEngine, script);
    progress.change({ requestedEngine, script });
    out.after(() => void progress.whenSaved().then((isSaved) => isSaved && acknowledge()));
  }

  /** Resolves when the call can take more audio. */
  async audio(frame: AudioFrame, acknowledge: () => void): Promise<void> {
    this.touch();
    const refusal = this.refusalOf(frame);
    if (refusal !== null) {
      this.refuse(refusal);
      return acknowledge();
    }
    const { positionSample } = frame;
    const end = positionSample + frameSamples(frame);
    if (positionSample > this.received) this.gapUntil(positionSample, this.holeReason);
    this.holeReason = 'FRAMES_LOST';
    this.pending.add(end, acknowledge);
    if (end <= this.received) return this.settle();
    const newMs = msOf(this.call, end - this.received);
    this.received = end;
    const samples = deinterleave(decodeSamples(frame.payload, frame.codec), frame.channelCount);
    for (const [at, channel] of this.channels.entries())
      channel.append(samples[at] ?? new Int16Array(0), positionSample);
    await Promise.all(this.channels.map((channel) => channel.room(newMs)));
    await this.call.out.room();
  }

  /** Audio of this span never arrived, on no channel. */
  gap(data: EventData<'audio.gap-declared'>, acknowledge: () => void): void {
    this.touch();
    if (data.sampleRateHz !== this.call.sampleRateHz) {
      this.refuse('AUDIO_FORMAT_CHANGED');
      return acknowledge();
    }
    this.gapUntil(data.fromSample, this.holeReason);
    this.holeReason = 'FRAMES_LOST';
    this.gapUntil(data.toSample, data.reason);
    this.pending.add(data.toSample, acknowledge);
    this.settle();
  }

  /** The call is over; its message is done when it is saved that the transcript is complete. */
  close(endSample: number, acknowledge: () => void): void {
    this.pending.add(Infinity, acknowledge);
    this.finish(endSample, 'completed');
  }

  /** Nothing was heard of the call for so long that it counts as over, unless another owner has it. */
  async closeIdle(): Promise<void> {
    if (this.isAskedWhetherIdle) return;
    this.isAskedWhetherIdle = true;
    const heardOfMs = this.lastHeardOfMs;
    const isOurs = await this.call.progress.whenSaved();
    this.isAskedWhetherIdle = false;
    if (isOurs && this.isOpen && this.lastHeardOfMs === heardOfMs) this.finish(this.received, 'idle');
  }

  /**
   * Lets go without completing the call. Where the bus outlives the process (`handOver`), what engines have not finished
   * is the next owner's, who hears it again; else they say what they can about it within the time set.
   */
  async drain(handOver: boolean): Promise<void> {
    const { clock, settings, out, progress } = this.call;
    const halfMs = settings.drainFlushMs / 2;
    const letEnginesGo = () => {
      this.outcome = 'drained';
      for (const channel of this.channels)
        if (handOver) channel.abandon();
        else channel.drain(halfMs);
    };
    // A call that is just being completed gets half of the time to do so, engines get the other.
    const cancelDrain = clock.schedule(halfMs, letEnginesGo);
    const cancelStop = clock.schedule(settings.drainFlushMs, () => {
      out.stop();
      progress.close();
    });
    if (this.outcome === null) letEnginesGo();
    await this.done;
    cancelDrain();
    cancelStop();
  }

  /** The call is another process's: nothing more is published, saved or acknowledged. */
  letGo(outcome: 'fenced' | 'lost'): void {
    if (this.outcome === 'lost') return;
    this.outcome = outcome;
    this.call.progress.close();
    this.call.out.stop();
    for (const channel of this.channels) channel.abandon();
  }

  private finish(endSample: number, outcome: CallOutcome): void {
    if (this.outcome !== null) return;
    this.gapUntil(endSample, this.holeReason);
    this.endSample = outcome === 'completed' ? endSample : null;
    this.outcome = outcome;
    for (const channel of this.channels) channel.close();
  }

  private async untilOver(): Promise<CallOutcome> {
    await Promise.all(this.channels.map((channel) => channel.finished));
    await this.call.out.idle();
    const { outcome } = this;
    if (outcome === 'completed' || outcome === 'idle') {
      const isDone = await completeCall(this.call, msOf(this.call, this.received), outcome);
      if (isDone) this.pending.settleAll();
    } else await this.call.progress.whenSaved();
    return this.outcome ?? 'drained';
  }

  private gapUntil(sample: number, reason: GapReason): void {
    if (sample <= this.received) return;
    this.received = sample;
    for (const channel of this.channels) channel.appendGap(sample, reason);
  }

  /** Called when more is saved, or when a message came whose audio was saved before. */
  private settle(): void {
    const { progress, out } = this.call;
    const saved = progress.current.channels.map(({ channel }) => progress.savedSample(channel));
    for (const [at, channel] of this.channels.entries()) channel.release(saved[at] ?? 0);
    this.pending.settle(Math.min(...saved));
    out.gateOpened();
  }

  private refusalOf(frame: AudioFrame): ErrorCode | null {
    if (frame.sampleRateHz !== this.call.sampleRateHz || frame.channelCount !== this.channels.length)
      return 'AUDIO_FORMAT_CHANGED';
    if (frame.positionSample - this.received > samplesOf(this.call, LONGEST_HOLE_MS)) return 'AUDIO_POSITION_WRONG';
    return null;
  }

  private refuse(code: ErrorCode): void {
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

/** What is left to hear of retained audio; another owner may have heard more than was ever received here. */
function audioFrom(heardSample: number, audio: AudioBacklog<GapReason> | undefined): AudioBacklog<GapReason> {
  if (audio === undefined || audio.endSample <= heardSample) return new AudioBacklog(heardSample);
  audio.release(heardSample);
  return audio;
}
