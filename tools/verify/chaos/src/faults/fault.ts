import type { Deployment, DeploymentForm, DeploymentNeeds } from '../deployments/deployment.js';
import type { PlayingCall } from '../load/start-calls.js';

export interface FaultContext {
  readonly deployment: Deployment;
  readonly calls: readonly PlayingCall[];
  /** Returns numbers from 0 to 1 that depend on the seed only. */
  readonly random: () => number;
  readonly log: (text: string) => void;
}

/** Ids of calls that a fault may affect. They may have gaps and problems; all other calls must not notice the fault. */
export type AffectedCalls = ReadonlySet<string>;
export const noCalls: AffectedCalls = new Set();
export const allCalls = ({ calls }: Pick<FaultContext, 'calls'>): AffectedCalls =>
  new Set(calls.map(({ plan }) => plan.callId));

/** One fault that is injected while calls are live, and the harm that it may do. */
export interface Fault {
  readonly name: string;
  /** One line for the help text and the log. */
  readonly description: string;
  readonly runsOn: readonly DeploymentForm[];
  readonly needs?: Partial<DeploymentNeeds>;
  /** The fault of the scripted engine, e.g. `fault=reset@15`. */
  readonly scriptFault?: string;
  /** An affected call may have gaps up to this length. */
  readonly maxGapMs: number;
  /**
   * True if the fault stops every process that the players could reach, so that a slow start makes longer gaps. `maxGapMs` then
   * counts only what is longer than the time in which the player had no server.
   */
  readonly stopsEveryServer?: boolean;
  /** At most this much of a call's recorded audio may stay without words. No bound if undefined. */
  readonly maxUntranscribedMs?: number;
  /** Calls must last at least this long after the fault begins, so that they are live at its end. */
  readonly lastsMs: number;
  /** Forms in which a recording may lack audio, if its call reports that. */
  readonly mayLackRecordingOn?: readonly DeploymentForm[];
  /** Returns why this machine cannot inject the fault, or null. */
  whyUnavailable?(): string | null;
  /** Injects the fault and repairs it. Resolves with the calls that it may affect. */
  run(context: FaultContext): Promise<AffectedCalls>;
}
