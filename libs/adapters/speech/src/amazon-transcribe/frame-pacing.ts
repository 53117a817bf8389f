import type { TranscribeSpeechStream } from './transcribe.speech-stream.js';

/** A track waits this long for the other one, which then gets silence until its audio comes. */
const STALL_MS = 1_500;
/** A track whose queue stays full this long gets a session of its own, in which it can catch up. */
const BEHIND_MS = 5_000;

/** AWS recommends messages of 50 to 200 ms. One message is signed and written once, however long it is. */
export const MAX_FRAMES = 2;

/** Decides when the tracks of a session have enough audio for a frame, so that one of them does not hold up the other. */
export class FramePacing {
  private readonly stalled = new Set<TranscribeSpeechStream>();
  private readonly fullSinceMs = new Map<TranscribeSpeechStream, number>();
  private waitingSinceMs: number | null = null;

  constructor(private readonly frameSamples: number) {}

  /** Samples of the next message: all tracks must have it, apart from those that ended or stalled. */
  countSendable(active: readonly TranscribeSpeechStream[], sentSample: number, nowMs: number): number {
    let awaited = Infinity;
    let longest = 0;
    let ending = 0;
    for (const stream of active) {
      const available = stream.channel.availableFrom(sentSample);
      longest = Math.max(longest, available);
      if (available >= this.frameSamples) this.stalled.delete(stream);
      if (stream.isEnding) ending = Math.max(ending, available);
      else if (!this.stalled.has(stream)) awaited = Math.min(awaited, available);
    }
    if (awaited === Infinity) return Math.min(this.frameSamples, ending);
    if (awaited >= this.frameSamples) {
      this.waitingSinceMs = null;
      return this.frameSamples * Math.min(MAX_FRAMES, Math.floor(awaited / this.frameSamples));
    }
    if (longest >= this.frameSamples) this.waitingSinceMs ??= nowMs;
    return 0;
  }

  /** Stops waiting for tracks that stalled. */
  noteStalls(active: readonly TranscribeSpeechStream[], sentSample: number, nowMs: number): void {
    if (this.waitingSinceMs === null || nowMs - this.waitingSinceMs < STALL_MS) return;
    for (const stream of active)
      if (stream.channel.availableFrom(sentSample) < this.frameSamples) this.stalled.add(stream);
  }

  /** Tracks that have more audio than the other track, for so long that they will not catch up beside it. */
  findBehind(active: readonly TranscribeSpeechStream[], nowMs: number): TranscribeSpeechStream[] {
    const isOtherShort = active.some(({ channel }) => !channel.isFull);
    return active.filter((stream) => {
      if (!isOtherShort || !stream.channel.isFull) this.fullSinceMs.delete(stream);
      else if (!this.fullSinceMs.has(stream)) this.fullSinceMs.set(stream, nowMs);
      return nowMs - (this.fullSinceMs.get(stream) ?? nowMs) >= BEHIND_MS;
    });
  }

  forget(stream: TranscribeSpeechStream): void {
    this.stalled.delete(stream);
    this.fullSinceMs.delete(stream);
  }
}
