/** Where time is read from. */
export interface TimeSources {
  /** The wall clock, which people and programs set. */
  wallMs(): number;
  /** Runs on evenly whatever happens to the wall clock. */
  steadyMs(): number;
}

/** How often the wall clock is looked at. */
const LOOK_EVERY_MS = 1_000;
/** An ordinary drift is taken up so slowly that no measured span shows it: half a millisecond a second. */
const DRIFT_RATE = 0.000_5;
/** From here on the wall clock was set. */
const SET_BY_MS = 1_000;
/** A clock that was set is followed faster; a span is off by one part in a hundred at most while it is. */
const SET_RATE = 0.01;

/**
 * The time of day for who also measures with it. Never goes back, and the difference of two readings is the time that
 * passed, also over a jump of the wall clock: gaps and timeouts are computed from such differences. The wall clock is
 * approached slowly, an hour in some four days; a new process has it at once. While a machine sleeps, no time passes.
 */
export class SteadyTime {
  private steadyAt: number;
  private time: number;
  private lookedAt: number;
  private rate = 0;
  private behind = 0;

  constructor(private readonly sources: TimeSources) {
    this.steadyAt = sources.steadyMs();
    this.lookedAt = this.steadyAt;
    this.time = sources.wallMs();
  }

  /** Whole milliseconds since the Unix epoch. */
  nowMs(): number {
    const steady = this.sources.steadyMs();
    const passed = Math.max(0, steady - this.steadyAt);
    const taken = Math.sign(this.behind) * Math.min(Math.abs(this.behind), passed * this.rate);
    this.behind -= taken;
    this.time += passed + taken;
    this.steadyAt = Math.max(this.steadyAt, steady);
    if (steady - this.lookedAt >= LOOK_EVERY_MS) this.look(steady);
    return Math.floor(this.time);
  }

  private look(steady: number): void {
    this.lookedAt = steady;
    this.behind = this.sources.wallMs() - this.time;
    this.rate = Math.abs(this.behind) > SET_BY_MS ? SET_RATE : DRIFT_RATE;
  }
}
