/** Audio is measured over stretches of this length. */
const STRETCH_MS = 20_000;
/** This many stretches in a row must be off in the same direction: a burst or a jam of the network is shorter. */
const STRETCHES = 3;
/** The clocks of two machines differ by less than 1 %, and jitter adds less than another 0.5 % to three stretches. */
const TOLERANCE = 0.015;

/**
 * Measures how fast the audio of a call comes, against the wall clock. Audio that comes at another rate than the source
 * announced has the wrong sample rate, or comes from a file.
 */
export class RateMonitor {
  private sinceMs: number | null = null;
  private receivedMs = 0;
  private rates: number[] = [];

  /**
   * Counts audio. Returns the rate, 1 for real time, when it has been off for long enough. `isPause`: the call paused before
   * this audio, so that its rate says nothing about the source.
   */
  receiveAudio(durationMs: number, atMs: number, isPause: boolean): number | null {
    if (this.sinceMs === null || isPause) {
      this.rates = [];
      this.beginStretch(atMs);
      return null;
    }
    this.receivedMs += durationMs;
    const lengthMs = atMs - this.sinceMs;
    if (lengthMs < STRETCH_MS) return null;
    const rate = this.receivedMs / lengthMs;
    this.beginStretch(atMs);
    this.rates = isOff(rate) ? [...this.rates.filter((other) => isFast(other) === isFast(rate)), rate] : [];
    if (this.rates.length < STRETCHES) return null;
    const mean = this.rates.reduce((sum, one) => sum + one, 0) / this.rates.length;
    this.rates = [];
    return mean;
  }

  private beginStretch(atMs: number): void {
    this.sinceMs = atMs;
    this.receivedMs = 0;
  }
}

const isFast = (rate: number): boolean => rate > 1;
const isOff = (rate: number): boolean => Math.abs(rate - 1) > TOLERANCE;
