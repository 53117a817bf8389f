import { setTimeout as sleep } from 'node:timers/promises';
import { checkCall, type CallCheck } from '../check/check-call.js';
import { noCalls } from '../faults/fault.js';
import type { Fault } from '../faults/index.js';
import { startCalls, type CallPlan } from '../load/start-calls.js';
import type { Deployment } from '../deployments/deployment.js';
import { createRandom } from '../truth/random.js';
import { CallSubscribers } from '../subscribers/call-subscribers.js';
import { collectEvidence } from './collect-evidence.js';
import { measureRecoveryMs } from './measure-recovery.js';
import { judgeRound, type RoundResult } from './judge-round.js';

export interface RoundOptions {
  readonly calls: number;
  readonly seconds: number;
  readonly speed: number;
  readonly seed: string;
  readonly finalEverySeconds: number;
  /** Part of the call ids, so that rounds on the same data have different calls. */
  readonly roundId: string;
  readonly log: (text: string) => void;
}

export interface Round {
  readonly result: RoundResult;
  readonly checks: readonly CallCheck[];
}

const MAX_RAMP_MS = 5_000;
/** Every call has a final within this time. */
const BEFORE_FAULT_MS = 7_000;

/** Plays calls, injects one fault while they are live, and checks the calls after their end. */
export async function runRound(fault: Fault, deployment: Deployment, options: RoundOptions): Promise<Round> {
  const { log } = options;
  const plans = planCalls(fault, options);
  const rampMs = Math.min(MAX_RAMP_MS, plans.length * 100);
  await deployment.restore();
  const subscribers = new CallSubscribers(
    plans.map(({ callId }) => callId),
    deployment.httpUrls,
  );
  try {
    const calls = await startCalls({ plans, ingestUrls: deployment.ingestUrls, rampMs });
    await sleep(BEFORE_FAULT_MS);
    const faultAtMs = Date.now();
    let failure: string | null = null;
    const affected = await fault
      .run({ deployment, calls, log, random: createRandom(`${options.seed}/${fault.name}`) })
      .catch((error: unknown) => {
        failure = error instanceof Error ? error.message : String(error);
        return noCalls;
      });
    await deployment.restore();
    const played = await Promise.all(calls.map(({ finished }) => finished));
    const evidence = await collectEvidence(played, subscribers, deployment.httpUrls);
    const form = deployment.stack === null ? 'standalone' : 'stack';
    const mayLackRecording = fault.mayLackRecordingOn?.includes(form) ?? false;
    const checks = evidence.map((call) => checkCall(call, mayLackRecording));
    const result = judgeRound(fault, affected, checks, measureRecoveryMs(evidence, faultAtMs));
    if (failure === null) return { checks, result };
    const violations = [`the fault could not be injected: ${failure}`, ...result.violations];
    return { checks, result: { ...result, violations } };
  } finally {
    await subscribers.close();
  }
}

function planCalls(
  fault: Fault,
  { calls, seconds, speed, seed, finalEverySeconds, roundId }: RoundOptions,
): CallPlan[] {
  const durationMs = Math.max(seconds * 1_000, (BEFORE_FAULT_MS + fault.lastsMs) * speed);
  return Array.from({ length: calls }, (_, at) => ({
    callId: `chaos-${roundId}-${fault.name}-${at}`,
    seed: `${seed}-${fault.name}-${at}`,
    finalEverySeconds,
    durationMs,
    speed,
    scriptFault: fault.scriptFault,
  }));
}
