import type { AudioBacklog } from '@earshot/domain';
import type { ChannelProgress, Failure } from '@earshot/ports';
import type { CallContext, GapReason } from '../ownership/call-context.js';
import { ChannelHearing } from './channel-hearing.js';
import { UnheardAudio } from './unheard-audio.js';

export interface ChannelOptions {
  readonly begin: ChannelProgress;
  /**
   * `live`: what no engine hears in time becomes a gap. `recorded`: a slow engine is waited for, and none at all is a
   * `failure`, for the gap is known already.
   */
  readonly kind: 'live' | 'recorded';
  /** Audio from where it begins, where this process had the call before. */
  readonly audio?: AudioBacklog<GapReason>;
}

/** One channel of one call: takes audio in, keeps what is not yet heard and saved, and has it heard. */
export class ChannelTranscription {
  /** Resolves when everything is heard or given up, or the channel is abandoned. */
  readonly finished: Promise<void>;
  private readonly audio: UnheardAudio;
  private readonly hearing: ChannelHearing;

  constructor(
    private readonly call: CallContext,
    { begin, kind, audio }: ChannelOptions,
  ) {
    this.audio = new UnheardAudio(call, {
      startSample: begin.heardSample,
      ...(audio && { backlog: audio }),
      patienceMs: kind === 'live' ? call.settings.patienceMs : Infinity,
      heardSample: () => this.hearing.heardSample,
      giveUp: (samples) => this.hearing.giveUpOldest(samples),
    });
    this.hearing = new ChannelHearing(call, { begin, kind, audio: this.audio });
    this.finished = this.hearing.run().finally(() => this.audio.close());
  }

  /** Why recorded audio could not be heard to its end. */
  get failure(): Failure | null {
    return this.hearing.failure;
  }

  /** Takes samples that begin at a position; what is known of them is dropped. */
  append(samples: Int16Array, fromSample: number): void {
    const known = Math.max(0, this.audio.endSample - fromSample);
    if (known >= samples.length) return;
    this.audio.append(known === 0 ? samples : samples.subarray(known));
    this.hearing.ring();
  }

  appendGap(toSample: number, reason: GapReason): void {
    this.audio.appendGap(toSample, reason);
    this.hearing.ring();
  }

  /** Resolves when more audio may come; `audioMs` is what was just appended. */
  room(audioMs: number): Promise<void> {
    return this.audio.room(audioMs);
  }

  /** What lies before it is published and saved, and not needed again. */
  release(savedSample: number): void {
    this.audio.release(savedSample);
  }

  /** No more audio comes. */
  close(): void {
    this.hearing.close();
  }

  /**
   * No more audio comes to this process: hears what it has, and takes the engine's last words, within `limitMs`. What is
   * left then is for the next owner.
   */
  drain(limitMs: number): void {
    this.close();
    this.audio.close();
    this.call.clock.schedule(limitMs, () => this.hearing.stop('DRAIN_TIMEOUT', 'the engine took too long to finish'));
  }

  /** Lets the engine go without another word; what it has not finished hearing is for the next owner. */
  abandon(): void {
    this.audio.close();
    this.hearing.stop('CALL_LET_GO', 'the call goes on elsewhere');
  }

  /** The audio that is not saved as heard, for another try of this process. */
  takeAudio(): AudioBacklog<GapReason> {
    return this.audio.backlog;
  }
}
