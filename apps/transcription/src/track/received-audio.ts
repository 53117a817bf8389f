import { frameSamples, type AudioFrame, type ErrorCode } from '@earshot/contracts';
import { decodeSamples, deinterleave, msToSamples, PendingAcknowledgements, samplesToMs } from '@earshot/domain';
import type { TranscriptProgress } from '@earshot/ports';
import type { GapCause } from './gap-reason.js';
import type { ReplayBuffer } from './replay-buffer.js';
import type { TrackFaultFinder } from './track-fault-finder.js';

export interface ReceivedTrack {
  readonly track: number;
  readonly buffer: ReplayBuffer;
}

/** A frame further ahead than this has a broken position. */
const LONGEST_HOLE_MS = 24 * 3_600_000;

/**
 * All audio of one call that this owner received and that is not yet saved as transcribed: puts each frame onto the call
 * clock, drops audio that it already has, declares holes, and keeps the messages to acknowledge.
 */
export class ReceivedAudio {
  private receivedSample: number;
  private savedSample: number;
  private readonly messages: PendingAcknowledgements;
  private holeCause: GapCause;

  /**
   * `tracks` are in the order of the samples in a frame. `earlier`: the audio that this process received before another
   * owner took the call.
   */
  constructor(
    readonly sampleRateHz: number,
    private readonly tracks: readonly ReceivedTrack[],
    startSample: number,
    earlier?: ReceivedAudio,
    private readonly faultFinder?: Pick<TrackFaultFinder, 'listenTo'>,
  ) {
    this.receivedSample = earlier?.receivedSample ?? startSample;
    this.savedSample = startSample;
    this.messages = earlier?.messages ?? new PendingAcknowledgements();
    // A hole before this owner's first frame: the former owner had received its audio.
    this.holeCause = earlier === undefined ? 'PROCESS_LOST' : 'NOT_DELIVERED';
  }

  /** Position after the last sample or gap. */
  get endSample(): number {
    return this.receivedSample;
  }

  get endMs(): number {
    return samplesToMs(this.receivedSample, this.sampleRateHz);
  }

  /** Why a frame cannot be part of this call; null when it can. */
  refusalOf(frame: AudioFrame): ErrorCode | null {
    if (frame.sampleRateHz !== this.sampleRateHz || frame.channelCount !== this.tracks.length)
      return 'AUDIO_FORMAT_CHANGED';
    const holeSamples = frame.positionSample - this.receivedSample;
    return holeSamples > msToSamples(LONGEST_HOLE_MS, this.sampleRateHz) ? 'AUDIO_POSITION_WRONG' : null;
  }

  /** Adds a frame to every track; returns how many of its milliseconds are new. */
  addFrame(frame: AudioFrame, acknowledge: () => void): number {
    const { positionSample } = frame;
    const frameEnd = positionSample + frameSamples(frame);
    this.declareHole(positionSample);
    this.addMessage(frameEnd, acknowledge);
    if (frameEnd <= this.receivedSample) return 0;
    const newMs = samplesToMs(frameEnd - this.receivedSample, this.sampleRateHz);
    this.receivedSample = frameEnd;
    const samples = deinterleave(decodeSamples(frame.payload, frame.codec), frame.channelCount);
    this.faultFinder?.listenTo(samples, positionSample);
    for (const [at, { buffer }] of this.tracks.entries())
      buffer.append(samples[at] ?? new Int16Array(0), positionSample);
    return newMs;
  }

  /** Adds a gap that ingest declared for every track. */
  addGap(span: { readonly fromSample: number; readonly toSample: number }, cause: GapCause, acknowledge: () => void) {
    this.declareHole(span.fromSample);
    this.appendGap(span.toSample, cause);
    this.addMessage(span.toSample, acknowledge);
  }

  /** The audio between the end and `untilSample` never came. */
  declareHole(untilSample: number): void {
    this.appendGap(untilSample, this.holeCause);
    this.holeCause = 'NOT_DELIVERED';
  }

  /** Acknowledges a message once everything before `untilSample` is saved; at once if it is saved already. */
  addMessage(untilSample: number, acknowledge: () => void): void {
    this.messages.add(untilSample, acknowledge);
    this.messages.acknowledgeUntil(this.savedSample);
  }

  /** Forgets audio that is saved as transcribed or as a gap, and acknowledges the messages that brought it. */
  release(saved: TranscriptProgress): void {
    const savedSamples = this.tracks.map(({ track, buffer }) => {
      const savedSample = saved.tracks.find((known) => known.track === track)?.transcribedSample ?? 0;
      buffer.release(savedSample);
      return savedSample;
    });
    // A call without tracks has nothing to save before its end.
    if (savedSamples.length > 0) this.savedSample = Math.min(...savedSamples);
    this.messages.acknowledgeUntil(this.savedSample);
  }

  acknowledgeAll(): void {
    this.messages.acknowledgeAll();
  }

  /** No more audio comes. */
  end(): void {
    for (const { buffer } of this.tracks) buffer.end();
  }

  /** A fresh buffer with the audio of one track from `startSample` on, for when this process takes the call back. */
  reopenBuffer(trackNumber: number, startSample: number): ReplayBuffer | undefined {
    return this.tracks[trackNumber]?.buffer.reopenAt(startSample);
  }

  private appendGap(toSample: number, cause: GapCause): void {
    if (toSample <= this.receivedSample) return;
    this.receivedSample = toSample;
    for (const { buffer } of this.tracks) buffer.appendGap(toSample, cause);
  }
}
