import type { CallCheck } from '../check/check-call.js';
import type { AffectedCalls, Fault } from '../faults/index.js';

/** One line of the table. */
export interface RoundResult {
  readonly fault: string;
  readonly calls: number;
  readonly expected: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly wrongWords: number;
  readonly gaps: number;
  readonly gapMs: number;
  readonly recoveryMs: number;
  /** Calls that the fault must not affect, but that have a gap, a problem or a lost connection. */
  readonly othersAffected: number;
  /** Calls whose status, ledger, recording or metrics are wrong. */
  readonly callsWithErrors: number;
  /** Broken guarantees; empty if Earshot survived the fault. */
  readonly violations: readonly string[];
}

/** Compares the checked calls with the harm that the fault may do. Pure. */
export function judgeRound(
  fault: Pick<Fault, 'name' | 'maxGapMs' | 'stopsEveryServer' | 'maxUntranscribedMs'>,
  affected: AffectedCalls,
  checks: readonly CallCheck[],
  recoveryMs: number,
): RoundResult {
  const sum = (of: (check: CallCheck) => number) => checks.reduce((total, check) => total + of(check), 0);
  const count = (matches: (check: CallCheck) => boolean) => checks.filter(matches).length;
  const othersAffected = count((check) => !affected.has(check.callId) && isAffected(check));
  const unexplainedGapMs = ({ gapMs, withoutServerMs }: CallCheck) =>
    fault.stopsEveryServer === true ? gapMs - withoutServerMs : gapMs;
  const callsOverMaxGap = count((check) => affected.has(check.callId) && unexplainedGapMs(check) > fault.maxGapMs);
  const besides = fault.stopsEveryServer === true ? ' besides the time without a server' : '';
  const { maxUntranscribedMs = Infinity } = fault;
  const callsWithoutWords = count(({ untranscribedMs }) => untranscribedMs > maxUntranscribedMs);
  const result = {
    fault: fault.name,
    calls: checks.length,
    expected: sum((check) => check.expected),
    lost: sum((check) => check.lost),
    doubled: sum((check) => check.doubled),
    outOfOrder: sum((check) => check.outOfOrder),
    wrongWords: sum((check) => check.wrongWords),
    gaps: sum((check) => check.gaps),
    gapMs: sum((check) => check.gapMs),
    recoveryMs,
    othersAffected,
    callsWithErrors: count((check) => check.otherErrors.length > 0),
  };
  const violations: [number, string][] = [
    [result.lost, 'finals lost'],
    [result.doubled, 'finals doubled'],
    [result.outOfOrder, 'updates out of order'],
    [result.wrongWords, 'finals with wrong words'],
    [othersAffected, 'other calls affected'],
    [callsOverMaxGap, `calls with gaps above ${fault.maxGapMs / 1_000} s${besides}`],
    [callsWithoutWords, 'calls whose recorded audio was not transcribed'],
    [result.callsWithErrors, 'calls with a wrong status, ledger, recording or metrics'],
  ];
  return {
    ...result,
    violations: [
      ...violations.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`),
      ...(result.expected === 0 ? ['no final was expected, so nothing was checked'] : []),
    ],
  };
}

const isAffected = ({ gaps, problems, reconnects }: CallCheck): boolean =>
  gaps > 0 || problems.length > 0 || reconnects > 0;
