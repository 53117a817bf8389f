import { setTimeout as sleep } from 'node:timers/promises';
import { checkCall, type CallCheck } from '../check/check-call.js';
import { nobody } from '../faults/fault.js';
import type { Fault } from '../faults/index.js';
import { playLoad, type CallPlan } from '../load/play-load.js';
import type { Site } from '../sites/site.js';
import { randomFrom } from '../truth/random.js';
import { Watcher } from '../watch/watcher.js';
import { collect } from './collect.js';
import { recoveryMs } from './recovery.js';
import { judge, type Row } from './verdict.js';

export interface RoundOptions {
  readonly calls: number;
  readonly seconds: number;
  readonly speed: number;
  readonly seed: string;
  readonly finalEverySeconds: number;
  /** Tells this run's calls from those of earlier ones on the same data. */
  readonly run: string;
  readonly say: (text: string) => void;
}

export interface Round {
  readonly row: Row;
  readonly checks: readonly CallCheck[];
}

const MAX_RAMP_MS = 5_000;
/** Every call has had a final by then. */
const BEFORE_FAULT_MS = 7_000;

/** Plays calls, does one thing to Earshot while they are live, and gives the account of it. */
export async function runRound(fault: Fault, site: Site, options: RoundOptions): Promise<Round> {
  const { say } = options;
  const plans = plansOf(fault, options);
  const rampMs = Math.min(MAX_RAMP_MS, plans.length * 100);
  await site.heal();
  const watcher = new Watcher(
    plans.map(({ callId }) => callId),
    site.httpUrls,
  );
  try {
    const calls = await playLoad({ plans, ingestUrls: site.ingestUrls, rampMs });
    await sleep(BEFORE_FAULT_MS);
    const faultAtMs = Date.now();
    let failure: string | null = null;
    const touched = await fault
      .run({ site, calls, say, random: randomFrom(`${options.seed}/${fault.name}`) })
      .catch((error: unknown) => {
        failure = error instanceof Error ? error.message : String(error);
        return nobody;
      });
    await site.heal();
    const played = await Promise.all(calls.map(({ over }) => over));
    const evidence = await collect(played, watcher, site.httpUrls);
    const form = site.stack === null ? 'standalone' : 'stack';
    const mayLackRecording = fault.mayLackRecordingOn?.includes(form) ?? false;
    const checks = evidence.map((seen) => checkCall(seen, mayLackRecording));
    const row = judge(fault, touched, checks, recoveryMs(evidence, faultAtMs));
    return {
      checks,
      row: failure === null ? row : { ...row, broken: [`the fault could not be done: ${failure}`, ...row.broken] },
    };
  } finally {
    await watcher.close();
  }
}

function plansOf(fault: Fault, { calls, seconds, speed, seed, finalEverySeconds, run }: RoundOptions): CallPlan[] {
  const durationMs = Math.max(seconds * 1_000, (BEFORE_FAULT_MS + fault.lastsMs) * speed);
  return Array.from({ length: calls }, (_, at) => ({
    callId: `chaos-${run}-${fault.name}-${at}`,
    seed: `${seed}-${fault.name}-${at}`,
    finalEverySeconds,
    durationMs,
    speed,
    scriptFault: fault.scriptFault,
  }));
}
