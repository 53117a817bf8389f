import type { Clock } from '@earshot/ports';

/** The clock of a call that was recorded: it stands still until its source moves it with the audio. */
export class RecordingClock implements Clock {
  private playedMs = 0;

  constructor(
    private readonly startedAtMs: number,
    private readonly wallClock: Clock,
  ) {}

  nowMs(): number {
    return this.startedAtMs + this.playedMs;
  }

  /** How long something waits is no part of the recording. */
  schedule(delayMs: number, task: () => void): () => void {
    return this.wallClock.schedule(delayMs, task);
  }

  /** The recording has played for this long. */
  moveTo(playedMs: number): void {
    this.playedMs = playedMs;
  }
}
