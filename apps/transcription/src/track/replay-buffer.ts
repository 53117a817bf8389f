import { AudioBacklog } from '@earshot/domain';
import type { Clock } from '@earshot/ports';
import { WakeSignal } from '../wake-signal.js';
import type { GapCause } from './gap-reason.js';

/**
 * One track's audio that is not yet saved as transcribed, by its position on the call clock. When an engine fails, the
 * next one gets this audio again. The buffer never drops audio by itself: the caller appends audio, then waits for room.
 */
export class ReplayBuffer {
  private readonly moreAudio = new WakeSignal();
  private readonly roomMade = new WakeSignal();
  private hasEnded = false;
  private hasClosed = false;

  constructor(
    startSample: number,
    readonly capacitySamples: number,
    private readonly clock: Clock,
    private readonly audio = new AudioBacklog<GapCause>(startSample),
  ) {}

  get endSample(): number {
    return this.audio.endSample;
  }

  get isFull(): boolean {
    return this.audio.heldSamples > this.capacitySamples;
  }

  /** No more audio comes. */
  get isEnded(): boolean {
    return this.hasEnded;
  }

  /** Nobody waits for room any more. */
  get isClosed(): boolean {
    return this.hasClosed;
  }

  /** Appends samples that begin at a position, without those that it already has. */
  append(samples: Int16Array, fromSample: number): void {
    const known = Math.max(0, this.audio.endSample - fromSample);
    if (known >= samples.length) return;
    this.audio.append(known === 0 ? samples : samples.subarray(known));
    this.moreAudio.notify();
  }

  /** No audio will come for the span from the end to `toSample`. */
  appendGap(toSample: number, cause: GapCause): void {
    this.audio.appendGap(toSample, cause);
    this.moreAudio.notify();
  }

  /** The rest of the piece of audio or of the gap at a position; null at the end. */
  read(atSample: number): ReturnType<AudioBacklog<GapCause>['read']> {
    return this.audio.read(atSample);
  }

  /** Resolves when there may be more to read, or the reader was woken. */
  waitForMore(atMostMs?: number): Promise<void> {
    return atMostMs === undefined ? this.moreAudio.wait() : this.moreAudio.waitAtMost(atMostMs, this.clock);
  }

  wakeReader(): void {
    this.moreAudio.notify();
  }

  /** Resolves when there may be room. */
  waitForRoom(atMostMs: number): Promise<void> {
    return atMostMs === Infinity ? this.roomMade.wait() : this.roomMade.waitAtMost(atMostMs, this.clock);
  }

  /** Forgets the audio before a position: it is saved as transcribed or as a gap. */
  release(beforeSample: number): void {
    this.audio.release(beforeSample);
    if (!this.isFull) this.roomMade.notify();
  }

  /** Replaces about this many samples, from a position on, with a gap; returns the exact number. */
  giveUp(fromSample: number, samples: number): number {
    return this.audio.drop(fromSample, samples, 'ENGINE_OVERLOADED');
  }

  end(): void {
    this.hasEnded = true;
    this.moreAudio.notify();
  }

  close(): void {
    this.hasClosed = true;
    this.roomMade.notify();
  }

  /** A fresh buffer with the same audio from `startSample` on. Another owner may have been ahead of this audio. */
  reopenAt(startSample: number): ReplayBuffer {
    const isBehind = this.audio.endSample <= startSample;
    if (!isBehind) this.audio.release(startSample);
    return new ReplayBuffer(startSample, this.capacitySamples, this.clock, isBehind ? undefined : this.audio);
  }
}
