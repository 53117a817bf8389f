/** Failed attempts of one kind, such as those of a name at one address. */
export interface FailedAttempts {
  readonly count: number;
  readonly lastAtMs: number;
  /** Null: not locked. */
  readonly lockedUntilMs: number | null;
}

/** When failures lock. */
export interface LockRule {
  /** This failure is the first one that locks. */
  readonly lockAt: number;
  /** How long that one locks, and each one after it. The last time counts for all others. */
  readonly locksMs: readonly [number, ...number[]];
  /** After so long without a failure, counting starts again. */
  readonly forgetAfterMs: number;
}

export const noAttempts: FailedAttempts = { count: 0, lastAtMs: 0, lockedUntilMs: null };

export const isLocked = ({ lockedUntilMs }: FailedAttempts, nowMs: number): boolean =>
  lockedUntilMs !== null && lockedUntilMs > nowMs;

/** Counts an attempt as failed before its outcome is known: attempts at the same time cannot pass the limit together. */
export function countAttempt(attempts: FailedAttempts, rule: LockRule, nowMs: number): FailedAttempts {
  const { count: before } = nowMs - attempts.lastAtMs > rule.forgetAfterMs ? noAttempts : attempts;
  const count = before + 1;
  if (count < rule.lockAt) return { count, lastAtMs: nowMs, lockedUntilMs: null };
  const lockMs = rule.locksMs[Math.min(count - rule.lockAt, rule.locksMs.length - 1)] ?? rule.locksMs[0];
  return { count, lastAtMs: nowMs, lockedUntilMs: nowMs + lockMs };
}

/** Takes an attempt back that succeeded, and the lock that it caused. Other failures stay. */
export function takeAttemptBack(attempts: FailedAttempts): FailedAttempts {
  return { ...attempts, count: Math.max(0, attempts.count - 1), lockedUntilMs: null };
}
