import { AudioBacklog } from '@earshot/domain';
import { samplesOf, type CallContext, type GapReason } from '../ownership/call-context.js';
import { WakeUp } from './wake-up.js';

export interface UnheardAudioOptions {
  readonly startSample: number;
  /** Audio that is there already; all of it from `startSample` on. */
  readonly backlog?: AudioBacklog<GapReason>;
  readonly patienceMs: number;
  /** End of what an engine has heard. */
  heardSample(): number;
  /** Gives up about so many samples, the oldest that can be; returns how many. */
  giveUp(samples: number): number;
}

/**
 * One channel's audio that is not yet saved as heard, bounded: who appends waits for room. An engine may be slower than
 * the audio for a while; when it stays so for longer than the patience set, a quarter of the store is given up as a
 * declared gap. Nothing else is ever dropped: a bus or a store that is away is waited for.
 */
export class UnheardAudio {
  readonly backlog: AudioBacklog<GapReason>;
  private readonly roomMade = new WakeUp();
  private slownessMs = 0;
  private closed = false;

  constructor(
    private readonly call: CallContext,
    private readonly options: UnheardAudioOptions,
  ) {
    this.backlog = options.backlog ?? new AudioBacklog(options.startSample);
  }

  get endSample(): number {
    return this.backlog.endSample;
  }

  append(samples: Int16Array): void {
    this.backlog.append(samples);
  }

  appendGap(toSample: number, reason: GapReason): void {
    this.backlog.appendGap(toSample, reason);
  }

  read(atSample: number): ReturnType<AudioBacklog<GapReason>['read']> {
    return this.backlog.read(atSample);
  }

  /** Audio that is saved as heard or given up will not be played again. */
  release(beforeSample: number): void {
    this.backlog.release(beforeSample);
    if (!this.isFull()) this.roomMade.ring();
  }

  /** Puts a gap in place of audio; returns the samples freed. */
  drop(fromSample: number, samples: number): number {
    return this.backlog.drop(fromSample, samples, 'ENGINE_OVERLOADED');
  }

  /** Resolves when there is room; `audioMs` is what was just appended. */
  async room(audioMs: number): Promise<void> {
    const { clock, settings } = this.call;
    const { patienceMs } = this.options;
    while (this.isFull() && !this.closed) {
      const sinceMs = clock.nowMs();
      if (patienceMs === Infinity) await this.roomMade.wait();
      else {
        const leftMs = this.isEnginesFault() ? patienceMs - this.slownessMs : patienceMs;
        await this.roomMade.waitAtMost(Math.max(1, leftMs), clock);
      }
      if (this.isEnginesFault()) this.slownessMs += clock.nowMs() - sinceMs;
      if (!this.isFull() || this.slownessMs < patienceMs) continue;
      this.slownessMs = 0;
      this.options.giveUp(samplesOf(this.call, settings.replaySeconds * 250));
    }
    // An engine that keeps up with the audio on the whole earns its patience back.
    this.slownessMs = Math.max(0, this.slownessMs - audioMs);
  }

  /** Nobody waits for room any more. */
  close(): void {
    this.closed = true;
    this.roomMade.ring();
  }

  private isFull(): boolean {
    return this.backlog.heldSamples > this.capacity;
  }

  private isEnginesFault(): boolean {
    return !this.call.out.isCongested && this.endSample - this.options.heardSample() > this.capacity / 2;
  }

  private get capacity(): number {
    return samplesOf(this.call, this.call.settings.replaySeconds * 1_000);
  }
}
