export interface TimeSources {
  /** The wall clock, which people and programs can set. */
  wallMs(): number;
  /** A clock that nobody can set. */
  steadyMs(): number;
}

/** How often the wall clock is read. */
const READ_WALL_EVERY_MS = 1_000;
/** Corrects ordinary drift by half a millisecond per second, too slowly for any measured duration to show it. */
const DRIFT_RATE = 0.000_5;
/** A larger difference means that somebody set the wall clock. */
const WALL_WAS_SET_MS = 1_000;
/** Follows a wall clock that was set. Durations are wrong by at most 1 % meanwhile. */
const SET_RATE = 0.01;

/**
 * A wall clock that is safe for measuring durations. It never goes back. The difference of two readings is the time that
 * passed, even if somebody set the wall clock in between, because gaps and timeouts are computed from such differences.
 * It approaches the wall clock slowly: one hour takes about four days. It does not advance while the machine sleeps.
 */
export class SteadyClock {
  private steadyAtMs: number;
  private timeMs: number;
  private wallReadAtMs: number;
  private correctionRate = 0;
  private behindWallMs = 0;

  constructor(private readonly sources: TimeSources) {
    this.steadyAtMs = sources.steadyMs();
    this.wallReadAtMs = this.steadyAtMs;
    this.timeMs = sources.wallMs();
  }

  /** Whole milliseconds since the Unix epoch. */
  nowMs(): number {
    const steadyMs = this.sources.steadyMs();
    const passedMs = Math.max(0, steadyMs - this.steadyAtMs);
    const maxCorrectionMs = passedMs * this.correctionRate;
    const correctionMs = Math.sign(this.behindWallMs) * Math.min(Math.abs(this.behindWallMs), maxCorrectionMs);
    this.behindWallMs -= correctionMs;
    this.timeMs += passedMs + correctionMs;
    this.steadyAtMs = Math.max(this.steadyAtMs, steadyMs);
    if (steadyMs - this.wallReadAtMs >= READ_WALL_EVERY_MS) this.readWall(steadyMs);
    return Math.floor(this.timeMs);
  }

  private readWall(steadyMs: number): void {
    this.wallReadAtMs = steadyMs;
    this.behindWallMs = this.sources.wallMs() - this.timeMs;
    this.correctionRate = Math.abs(this.behindWallMs) > WALL_WAS_SET_MS ? SET_RATE : DRIFT_RATE;
  }
}
