import { createHash } from 'node:crypto';
import { countAttempt, isLocked, takeAttemptBack, type FailedAttempts, type LockRule } from '@earshot/domain';
import { Failure, type AttemptStore, type Clock } from '@earshot/ports';
import { LockedOut } from './sign-in-refusals.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** 5 failures, then 1, 2, 4 … 15 minutes. */
const STEPS = [MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 8 * MINUTE_MS, 15 * MINUTE_MS] as const;

const rules = {
  /** A name at one address. */
  nameAtAddress: { lockAt: 5, locksMs: STEPS, forgetAfterMs: DAY_MS },
  /** A name at all addresses together: somebody guesses from many. */
  name: { lockAt: 50, locksMs: STEPS, forgetAfterMs: DAY_MS },
  /** All names at one address. A whole office may share it. */
  address: { lockAt: 100, locksMs: STEPS, forgetAfterMs: 60 * MINUTE_MS },
  /** The codes of one account, after its password was right. */
  code: { lockAt: 5, locksMs: STEPS, forgetAfterMs: DAY_MS },
} as const satisfies Record<string, LockRule>;

type Counted = readonly [kind: keyof typeof rules, ...of: string[]];

/**
 * Locks names, addresses and codes after too many failures. A stranger who fails on purpose locks a name at the own address
 * first, and the name everywhere only after 50 failures from several. The lock of a name does not hold at an address from
 * which the person signed in lately, so nobody can lock a person out for ever.
 */
export class AttemptGuard {
  constructor(
    private readonly store: Pick<AttemptStore, 'change'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks a password. `isKnownAddress`: the person of this name signed in lately from this address. Rejects with `LockedOut`
   * without calling `check` while the name or the address is locked. The attempt counts until `check` resolves.
   */
  guardPassword<T>(name: string, address: string, isKnownAddress: boolean, check: () => Promise<T>): Promise<T> {
    const own = [
      ['nameAtAddress', name, address],
      ['address', address],
    ] as const;
    return this.guard(isKnownAddress ? own : [...own, ['name', name]], check);
  }

  /** Checks a code of the second factor. Rejects as `guardPassword`. */
  guardCode<T>(userId: string, check: () => Promise<T>): Promise<T> {
    return this.guard([['code', userId]], check);
  }

  private async guard<T>(counted: readonly Counted[], check: () => Promise<T>): Promise<T> {
    const keys = counted.map(keyOf);
    const nowMs = this.clock.nowMs();
    let lockedUntilMs: number | null = null;
    await this.store.change(keys, (all) => {
      const locks = all.filter((attempts) => isLocked(attempts, nowMs)).map((attempts) => attempts.lockedUntilMs ?? 0);
      if (locks.length > 0) lockedUntilMs = Math.max(...locks);
      return locks.length > 0 ? all : all.map((attempts, at) => countAttempt(attempts, ruleOf(counted, at), nowMs));
    });
    if (lockedUntilMs !== null) throw new LockedOut(lockedUntilMs);
    const result = await check().catch(async (error: unknown) => {
      // Nothing was found out about the password or the code.
      if (error instanceof Failure && error.retryable) await this.store.change(keys, (all) => all.map(takeAttemptBack));
      throw error;
    });
    await this.store.change(keys, (all) => all.map((attempts, at) => afterSuccess(attempts, counted[at]?.[0])));
    return result;
  }
}

/** A success proves that the failures of this name were the person's own, but says nothing of other names at the address. */
const afterSuccess = (attempts: FailedAttempts, kind: keyof typeof rules | undefined): FailedAttempts =>
  kind === 'address' ? takeAttemptBack(attempts) : { ...attempts, count: 0, lockedUntilMs: null };

const ruleOf = (counted: readonly Counted[], at: number): LockRule => rules[counted[at]?.[0] ?? 'name'];

/** A hash, because people sometimes type a password as their name. */
const keyOf = (counted: Counted): string => createHash('sha256').update(JSON.stringify(counted)).digest('hex');
