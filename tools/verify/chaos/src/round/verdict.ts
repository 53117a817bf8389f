import type { CallCheck } from '../check/check-call.js';
import type { Fault, Touched } from '../faults/index.js';

/** One line of the table. */
export interface Row {
  readonly fault: string;
  readonly calls: number;
  readonly expected: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly differing: number;
  readonly gaps: number;
  readonly gapMs: number;
  readonly recoveryMs: number;
  /** Calls that the fault should not have touched and that show a gap, a problem or a lost connection. */
  readonly othersAffected: number;
  /** Calls whose status, ledger, recording or figures are wrong. */
  readonly faulty: number;
  /** What is not as it must be; empty when the fault was survived. */
  readonly broken: readonly string[];
}

/** Holds what came of the calls against what the fault may do. Pure. */
export function judge(
  fault: Pick<Fault, 'name' | 'maxGapMs'>,
  touched: Touched,
  checks: readonly CallCheck[],
  recoveryMs: number,
): Row {
  const sum = (of: (check: CallCheck) => number) => checks.reduce((total, check) => total + of(check), 0);
  const others = checks.filter((check) => !touched.has(check.callId) && isAffected(check));
  const tooMuchMissing = checks.filter((check) => touched.has(check.callId) && check.gapMs > fault.maxGapMs);
  const faulty = checks.filter((check) => check.faulty.length > 0);
  const row = {
    fault: fault.name,
    calls: checks.length,
    expected: sum((check) => check.expected),
    lost: sum((check) => check.lost),
    doubled: sum((check) => check.doubled),
    outOfOrder: sum((check) => check.outOfOrder),
    differing: sum((check) => check.differing),
    gaps: sum((check) => check.gaps),
    gapMs: sum((check) => check.gapMs),
    recoveryMs,
    othersAffected: others.length,
    faulty: faulty.length,
  };
  return {
    ...row,
    broken: [
      ...(['lost', 'doubled', 'outOfOrder', 'differing'] as const).flatMap((what) =>
        row[what] > 0 ? [`${row[what]} ${names[what]}`] : [],
      ),
      ...(row.expected === 0 ? ['no final was expected: nothing was proven'] : []),
      ...(others.length > 0 ? [`${others.length} calls affected that should not be`] : []),
      ...(tooMuchMissing.length > 0
        ? [`${tooMuchMissing.length} calls with more missing than ${fault.maxGapMs / 1_000} s`]
        : []),
      ...(faulty.length > 0 ? [`${faulty.length} calls with a wrong account`] : []),
    ],
  };
}

const names = {
  lost: 'finals lost',
  doubled: 'finals doubled',
  outOfOrder: 'out of order',
  differing: 'finals with other words',
} as const;

export const isAffected = ({ gaps, problems, reconnects }: CallCheck): boolean =>
  gaps > 0 || problems.length > 0 || reconnects > 0;
