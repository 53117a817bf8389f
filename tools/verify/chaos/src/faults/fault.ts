import type { LiveCallPlay } from '../load/play-load.js';
import type { Site, SiteNeeds } from '../sites/site.js';

/** All services in one process on the embedded bus, or apart on one that keeps what it got. */
export type Form = 'standalone' | 'stack';

export interface FaultContext {
  readonly site: Site;
  readonly calls: readonly LiveCallPlay[];
  /** 0 to 1, from the seed. */
  readonly random: () => number;
  readonly say: (text: string) => void;
}

/** Calls that a fault may touch: those may show gaps and problems, all others must not notice it. */
export type Touched = ReadonlySet<string>;
export const nobody: Touched = new Set();
export const everybody = ({ calls }: Pick<FaultContext, 'calls'>): Touched =>
  new Set(calls.map(({ plan }) => plan.callId));

/** One thing that goes wrong while calls are live, and what may come of it. */
export interface Fault {
  readonly name: string;
  /** One line for people. */
  readonly says: string;
  readonly runsOn: readonly Form[];
  readonly needs?: Partial<SiteNeeds>;
  /** What the scripted engine does wrong. */
  readonly scriptFault?: string;
  /** Most that may be missing of a call that is touched, milliseconds; 0 where nothing may be. */
  readonly maxGapMs: number;
  /** Least time that the calls must go on after it began, for its end to be seen. */
  readonly lastsMs: number;
  /** Forms in which a call's recording may lack what came meanwhile, if the call says so. */
  readonly mayLackRecordingOn?: readonly Form[];
  /** Why it cannot be done on this machine; null where it can. */
  unavailable?(): string | null;
  /** Does it and heals it; resolves with the calls it touched. */
  run(context: FaultContext): Promise<Touched>;
}
