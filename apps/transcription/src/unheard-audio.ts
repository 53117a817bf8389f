import { AudioBacklog } from '@earshot/domain';
import { samplesOf, type CallContext, type GapReason } from './call-context.js';
import { WakeUp } from './wake-up.js';

/** Gives up about so many samples, the oldest that can be; returns how many. */
export type GiveUp = (samples: number) => number;

/**
 * One channel's audio that no engine has finished hearing, bounded: who appends waits for room. An engine may be slower
 * than the audio for a while; when it stays so for longer than the patience set, a quarter of the store is given up as a
 * declared gap. Nothing else is ever dropped.
 */
export class UnheardAudio {
  private readonly backlog: AudioBacklog<GapReason>;
  private readonly roomMade = new WakeUp();
  private slownessMs = 0;
  private closed = false;

  constructor(
    private readonly call: CallContext,
    startSample: number,
    private readonly patienceMs: number,
    private readonly giveUp: GiveUp,
  ) {
    this.backlog = new AudioBacklog(startSample);
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

  /** Audio that was heard or given up will not be played again. */
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
    while (this.isFull() && !this.closed) {
      const sinceMs = clock.nowMs();
      if (this.patienceMs === Infinity) await this.roomMade.wait();
      else await this.roomMade.waitAtMost(Math.max(1, this.patienceMs - this.slownessMs), clock);
      this.slownessMs += clock.nowMs() - sinceMs;
      if (!this.isFull() || this.slownessMs < this.patienceMs) continue;
      this.slownessMs = 0;
      this.giveUp(samplesOf(this.call, settings.replaySeconds * 250));
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
    return this.backlog.heldSamples > samplesOf(this.call, this.call.settings.replaySeconds * 1_000);
  }
}
